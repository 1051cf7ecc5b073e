import { expect } from "chai";
import { loaded, parts } from "../../lib/knn/images.ts";

describe("the parts of images", () => {
  const five = { images: Uint8Array.from({ length: 15 }, (_, i) => i), shape: [1, 3, 1] as const };
  const lengths = (bytes: number) => parts(five, bytes).map(({ images }) => images.length);

  it("are of whole images in their order, as many as fit, and the rest", () => {
    expect(lengths(8)).deep.equal([6, 6, 3]);
    expect(lengths(15)).deep.equal([15]);
    const seen = parts(five, 8).flatMap((part) => [...loaded(part).images]);
    expect(seen).deep.equal([...five.images]);
  });

  it("are of one image where none fits", () => {
    expect(lengths(2)).deep.equal([3, 3, 3, 3, 3]);
  });
});
