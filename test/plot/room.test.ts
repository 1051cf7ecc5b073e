import { expect } from "chai";
import { type Figure, imageGrid } from "lib/plot";
import { EXAMPLES } from "../pictures/examples.ts";

/** The height that a figure's margins leave, and the one that its largest picture takes, in pixels. */
function heightsOf({ layout }: Figure): { left: number; taken: number } {
  const { height = 0, width = 0, margin: { l = 0, r = 0, t = 0, b = 0 } = {} } = layout;
  const taken = ["", "2", "3"].map((n) => {
    const [x, y] = ["xaxis", "yaxis"].map((axis) => Reflect.get(layout, `${axis}${n}`));
    if (!x) return 0;
    const [from, to] = x.domain;
    return ((to - from) * (width - l - r) * y.range[0]) / x.range[1];
  });
  return { left: height - t - b, taken: Math.max(...taken) };
}

describe("a figure of pictures", () => {
  for (const name of ["imageGrid", "mistakeGrid", "neighborGrid", "patchGrid"]) {
    it(`is as high as they are where they fill its width, to the pixel: ${name}`, () => {
      const { left, taken } = heightsOf(EXAMPLES[name]);
      expect(left).to.equal(Math.round(taken));
    });
  }

  it("is as high to the nearest pixel, for images of any size and number", () => {
    for (let n = 1; n < 8; n++) {
      const image = new Uint8Array(3 * n);
      const { left, taken } = heightsOf(
        imageGrid({ images: Array(n).fill(image), shape: [3, n, 1], columns: 3, title: "" }),
      );
      expect(left).to.equal(Math.round(taken));
    }
  });

  for (const name of ["featureMaps", "filterGrids"]) {
    it(`is as high as they are, and a title above them: ${name}`, () => {
      const { left, taken } = heightsOf(EXAMPLES[name]);
      expect(left - taken).to.be.within(-1, 30);
    });
  }
});
