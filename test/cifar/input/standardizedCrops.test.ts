import { expect } from "chai";
import fc from "fast-check";
import { seededRandom } from "lib/data";
import { cropLoops } from "../../../lib/cifar/input/cropLoops.ts";
import { standardizedCrops } from "../../../lib/cifar/input/standardizedCrops.ts";

describe("standardizedCrops", () => {
  it("gives the same bits in vectors as in plain loops, whatever the shape", () => {
    expect(standardizedCrops).not.equal(cropLoops);
    const byteOf = {
      any: (random: number) => 256 * random,
      extreme: (random: number) => 255 * Math.round(random),
      alike: (random: number) => 77 + Number(random < 0.01),
    };
    const kinds = fc.constantFrom("any" as const, "extreme" as const, "alike" as const);
    const shapes = fc.record({
      rows: fc.integer({ min: 1, max: 30 }),
      width: fc.oneof(
        fc.integer({ min: 1, max: 12 }).map((vectors) => 8 * vectors),
        fc.integer({ min: 1, max: 33 }),
      ),
      gap: fc.nat(40),
    });
    fc.assert(
      fc.property(shapes, fc.nat(), kinds, ({ rows, width, gap }, seed, kind) => {
        const random = seededRandom(seed);
        const stride = width + gap;
        const bytes = Uint8Array.from({ length: 4 * rows * stride }, () => byteOf[kind](random()));
        const starts = Array.from({ length: 3 }, () =>
          Math.floor(random() * (3 * rows * stride + 1)),
        );
        const found = standardizedCrops(bytes, starts, { rows, width, stride });
        expect(found).deep.equal(cropLoops(bytes, starts, { rows, width, stride }));
      }),
    );
  });

  it("computes all batches in the same memory, which holds little more than the largest", () => {
    const [rows, width] = [30, 96];
    const bytes = new Uint8Array(rows * width);
    const batch = (count: number) =>
      standardizedCrops(bytes, Array(count).fill(0), { rows, width, stride: width });
    const { byteLength } = batch(3000);
    const [one, other] = [batch(1), batch(1)];
    expect(other.buffer.byteLength).within(byteLength, byteLength + 2e6);
    expect(other.byteOffset).equal(one.byteOffset);
  });
});
