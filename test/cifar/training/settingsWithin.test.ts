import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { settingsWithin } from "../../../lib/cifar/training/settingsWithin.ts";

const none = new Set<string>();

describe("the settings within objects", () => {
  it("are what they hold at any depth, a holder by its kind, in their order", () => {
    const act = () => 1;
    const found = settingsWithin([{ a: 1, b: { c: "x", d: [true, null] }, act }, [2]], none);
    const [object, list] = [Object.prototype, Array.prototype];
    expect(found).to.deep.equal([object, 1, object, "x", list, true, null, act, list, 2]);
  });

  it("tell two kinds with the same numbers apart", () => {
    class Kind {
      readonly rate = 1;
    }
    expect(settingsWithin([new Kind()], none)).to.deep.equal([Kind.prototype, 1]);
    expect(settingsWithin([{ rate: 1 }], none)).to.deep.equal([Object.prototype, 1]);
  });

  it("have none of those that are named, wherever they stand", () => {
    const holder = { a: 1, skip: 2, b: { skip: { a: 3 }, c: 4 } };
    expect(settingsWithin([holder], new Set(["skip"]))).to.deep.equal(
      settingsWithin([{ a: 1, b: { c: 4 } }], none),
    );
  });

  it("have tensors and arrays of bytes as they are, and each object once", () => {
    const tensor = tf.scalar(1);
    const bytes = Uint8Array.of(1, 2);
    const holder: Record<string, unknown> = { tensor, bytes };
    holder.own = holder;
    const found = settingsWithin([holder, holder], none);
    expect(found).to.have.length(3);
    expect(found[1]).to.equal(tensor);
    expect(found[2]).to.equal(bytes);
    tensor.dispose();
  });
});
