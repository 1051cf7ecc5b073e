import { expect } from "chai";
import { type Figure, imageGrid, mistakeGrid, neighborGrid, patchGrid } from "lib/plot";
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

  /** One of each kind, of `count` images of any size. */
  const gridsOf = (count: number, shape: readonly [number, number, number]) => {
    const image = new Uint8Array(shape[0] * shape[1]);
    const classified = { image, className: "cat" };
    const mistake = { image, trueClass: "cat", predictedClass: "dog", probability: 1 };
    const row = { query: classified, neighbors: [classified] };
    return {
      images: imageGrid({ images: Array(count).fill(image), shape, columns: 3, title: "" }),
      mistakes: mistakeGrid("", Array(count).fill(mistake), shape),
      neighbors: neighborGrid("", Array(count).fill(row), shape),
      patches: patchGrid("", Array(count).fill([{ pixels: image, name: "" }]), shape),
    };
  };

  it("is as high to the nearest pixel, whatever the size and number of its images", () => {
    for (let n = 1; n < 20; n++) {
      for (const [name, figure] of Object.entries(gridsOf(n, [20 - n, n, 1]))) {
        const { left, taken } = heightsOf(figure);
        expect(left, name).to.equal(Math.round(taken));
      }
    }
  });

  it("has its captions below the images, with room for them by the images' height", () => {
    const { mistakes, neighbors } = gridsOf(6, [10, 4, 1]);
    const drawn = ({ data, layout }: Figure) => ({
      rows: [...new Set(Reflect.get(data.at(-1) ?? {}, "y"))],
      height: layout.yaxis?.range?.[0],
    });
    expect(drawn(mistakes)).to.deep.equal({ rows: [12, 26], height: 29 });
    expect(drawn(neighbors)).to.deep.include({ height: 6 * 13 + 1 });
    expect(drawn(neighbors).rows.slice(0, 2)).to.deep.equal([11.5, 24.5]);
  });

  for (const name of ["featureMaps", "filterGrids"]) {
    it(`is as high as they are, and a title above them: ${name}`, () => {
      const { left, taken } = heightsOf(EXAMPLES[name]);
      expect(left - taken).to.be.within(-1, 30);
    });
  }
});
