import { expect } from "chai";
import fc from "fast-check";
import { cellsOf } from "../../lib/knn/cells.ts";

describe("the cells of an image", () => {
  it("are squares of pixels, each channel for itself, at the edges less", () => {
    const size = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(
        size,
        size,
        fc.integer({ min: 1, max: 4 }),
        size,
        (rows, cols, channels, cell) => {
          const { of, perRow, bytes } = cellsOf([rows, cols, channels], cell);
          expect(perRow).equal(Math.ceil(cols / cell) * channels);
          const counts: number[] = Array(Math.ceil(rows / cell) * perRow).fill(0);
          for (let y = 0; y < rows; y++) {
            for (let x = 0; x < cols; x++) {
              for (let c = 0; c < channels; c++) {
                const inRow = Math.floor(x / cell) * channels + c;
                expect(of[x * channels + c]).equal(inRow);
                counts[Math.floor(y / cell) * perRow + inRow]++;
              }
            }
          }
          expect(of).length(cols * channels);
          expect([...bytes]).deep.equal(counts);
        },
      ),
    );
  });
});
