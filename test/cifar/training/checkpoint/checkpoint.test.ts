import { createHash } from "node:crypto";
import { expect } from "chai";
import fc from "fast-check";
import {
  type Checkpoint,
  fromBytes,
  toBytes,
} from "../../../../lib/cifar/training/checkpoint/checkpoint.ts";

const arrays = fc.array(fc.float32Array());
const checkpoint: fc.Arbitrary<Checkpoint> = fc.record({
  identity: fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.boolean())),
  history: fc.record({
    trainLoss: fc.array(fc.record({ iteration: fc.nat(), value: fc.nat().map((n) => n / 7) })),
    validationAccuracy: fc.constant([]),
    seconds: fc.nat(),
  }),
  state: fc.record({
    weights: arrays,
    optimizer: arrays,
    best: fc.option(arrays, { nil: undefined }),
  }),
});

describe("the bytes of a checkpoint", () => {
  it("give back all that it holds", () => {
    fc.assert(
      fc.property(checkpoint, (whole) => {
        const { identity, ...read } = fromBytes(toBytes(whole));
        expect({ ...identity }).to.deep.equal({ ...whole.identity });
        expect(read).to.deep.equal({ history: whole.history, state: whole.state });
      }),
    );
  });

  it("are refused, whole, when they are of another program's format", () => {
    const state = { weights: [], optimizer: [], best: undefined };
    const history = { trainLoss: [], validationAccuracy: [], seconds: 0 };
    const text = Buffer.from(toBytes({ identity: {}, history, state })).toString("latin1");
    const content = Buffer.from(text.slice(32).replace("checkpoint 1", "checkpoint 9"), "latin1");
    const sum = createHash("sha256").update(content).digest();
    expect(() => fromBytes(Buffer.concat([sum, content]))).to.throw(
      'its format is "cnn-notebooks checkpoint 9", this program\'s "cnn-notebooks checkpoint 1"',
    );
  });

  it("are refused when one bit is another or some are missing", () => {
    const places = fc.tuple(checkpoint, fc.nat(), fc.nat(7));
    fc.assert(
      fc.property(places, ([whole, place, bit]) => {
        const bytes = toBytes(whole);
        const cut = bytes.slice(0, place % bytes.length);
        expect(() => fromBytes(cut)).to.throw(`its ${cut.length} bytes are not those`);
        bytes[place % bytes.length] ^= 1 << bit;
        expect(() => fromBytes(bytes)).to.throw("are not those that were written");
      }),
    );
  });
});
