import { expect } from "chai";
import fc from "fast-check";
import { type RecordLayout, takeLabels } from "../../lib/data/recordLayout.ts";

const PLACES = { part: "training", order: "planes" } as const;

describe("the labels of a file of records", () => {
  it("are the same, of whatever pieces the file comes in, in whatever order", () => {
    const layouts = fc.record({
      words: fc.nat(4),
      bytes: fc.integer({ min: 1, max: 6 }),
      count: fc.integer({ min: 1, max: 20 }),
      first: fc.nat(3),
    });
    fc.assert(
      fc.property(
        layouts,
        fc.nat(5),
        fc.array(fc.nat(130)),
        fc.boolean(),
        (sizes, place, cuts, turned) => {
          const { words, bytes, count, first } = sizes;
          const label = place % bytes;
          const header = new Array<number>(words).fill(0);
          const layout: RecordLayout = { ...PLACES, header, bytes, count, first, label };
          const content = Uint8Array.from({ length: 4 * words + count * bytes }, (_, i) => i);
          const labels = new Uint8Array(first + count);
          const slots = Uint32Array.from(labels, (_, i) => first + count - 1 - i);
          const ends = [...cuts.filter((cut) => cut < content.length), content.length];
          ends.sort((a, b) => a - b);
          const pieces = ends.map((end, i) => [i > 0 ? ends[i - 1] : 0, end] as const);
          for (const [at, end] of turned ? pieces.reverse() : pieces) {
            takeLabels(layout, content.subarray(at, end), at, { labels, slots });
          }
          const found = Array.from({ length: count }, (_, i) => labels[slots[first + i]]);
          expect(found).to.deep.equal(found.map((_, i) => 4 * words + i * bytes + label));
        },
      ),
    );
  });
});
