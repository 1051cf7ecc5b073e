import { expect } from "chai";
import fc from "fast-check";
import {
  checkHeader,
  checkLabels,
  placeOf,
  type RecordLayout,
  takeLabels,
} from "../../lib/data/recordLayout.ts";

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
          const others = Array.from({ length: first }, (_, i) => labels[slots[i]]);
          expect(others).to.deep.equal(new Array(first).fill(0));
        },
      ),
    );
  });

  const layout: RecordLayout = {
    ...PLACES,
    header: [2051, 3],
    bytes: 1,
    count: 3,
    first: 2,
    label: 0,
  };

  it("are none of what stands behind the last record", () => {
    const labels = new Uint8Array(8);
    const target = { labels, slots: Uint32Array.from(labels, (_, i) => i) };
    takeLabels(layout, new Uint8Array(20).fill(7), 0, target);
    expect([...labels]).to.deep.equal([0, 0, 7, 7, 7, 0, 0, 0]);
  });

  it("are classes, or the first record is named whose label is none", () => {
    const dataset = { name: "DIGITS", classes: ["0", "1", "2"] };
    const check = (...labels: number[]) =>
      checkLabels(
        layout,
        { labels: Uint8Array.from(labels), slots: Uint32Array.of(5, 4, 3, 2, 1, 0) },
        dataset,
      );
    check(9, 0, 1, 2, 9, 9); // those of other files are not looked at
    for (const [labels, record] of [
      [[0, 0, 0, 3, 0, 0], 0],
      [[0, 0, 3, 0, 0, 0], 1],
      [[0, 3, 0, 0, 0, 0], 2],
      [[0, 3, 3, 0, 0, 0], 1],
    ] as const) {
      expect(() => check(...labels)).to.throw(
        `holds in record ${record} the label 3, DIGITS has 0–2`,
      );
    }
    checkLabels(
      { ...layout, label: undefined },
      { labels: Uint8Array.of(9), slots: new Uint32Array(5) },
      dataset,
    );
  });

  it("stand behind a header, all of whose words are compared", () => {
    const begin = (...words: number[]) => {
      const content = Buffer.alloc(4 * words.length);
      for (const [i, word] of words.entries()) content.writeUInt32BE(word, 4 * i);
      return content;
    };
    checkHeader(layout, begin(2051, 3));
    checkHeader(layout, begin(2051, 3, 7));
    checkHeader(layout, begin(2049)); // its size is another's matter
    checkHeader(layout, begin(2049, 3).subarray(0, 7));
    for (const wrong of [
      [2049, 3],
      [2051, 4],
      [1, 2, 3],
    ]) {
      expect(() => checkHeader(layout, begin(...wrong))).to.throw(
        `begins with ${wrong.slice(0, 2).join(", ")} instead of 2051, 3`,
      );
    }
    expect([0, 2].map((i) => placeOf({ ...layout, bytes: 5 }, i))).to.deep.equal([8, 18]);
  });
});
