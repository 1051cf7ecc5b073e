import { expect } from "chai";
import fc from "fast-check";
import { copyImage, type PixelOrder } from "../../lib/data/pixelOrder.ts";

/** The place in a file of row y, col x and channel c of an image [H, W, C]. */
const places: Record<PixelOrder, (at: number[], shape: number[]) => number> = {
  pixels: ([y, x, c], [, W, C]) => (y * W + x) * C + c,
  planes: ([y, x, c], [H, W]) => (c * H + y) * W + x,
  columns: ([y, x, c], [H, , C]) => (x * H + y) * C + c,
};

describe("the bytes of an image in a file", () => {
  const size = fc.integer({ min: 1, max: 6 });
  for (const [order, placeOf] of Object.entries(places)) {
    it(`come into memory as [row, col, channel] from ${order}, and nothing around them`, () => {
      const shapes = fc.tuple(size, size, fc.constantFrom(1, 2, 3, 4));
      fc.assert(
        fc.property(shapes, fc.nat(9), fc.nat(9), (shape, from, to) => {
          const [H, W, C] = shape;
          const bytes = Uint8Array.from({ length: from + H * W * C + 5 }, (_, i) => 7 * i + 1);
          const images = new Uint8Array(to + H * W * C + 5);
          const expected = new Uint8Array(images.length);
          let i = to;
          for (let y = 0; y < H; y++) {
            for (let x = 0; x < W; x++) {
              for (let c = 0; c < C; c++) {
                expected[i++] = bytes[from + placeOf([y, x, c], [H, W, C])];
              }
            }
          }
          copyImage(order as PixelOrder, shape)(bytes, from, images, to);
          expect(images).to.deep.equal(expected);
        }),
      );
    });
  }
});
