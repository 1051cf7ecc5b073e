import { expect } from "chai";
import {
  bars,
  confusionMatrix,
  convolutionBackward,
  type Figure,
  featureMaps,
  filterGrids,
  matrices,
} from "lib/plot";

const grey = Uint8Array.of(0);
const one = [[1]];

/** Every figure of several panels. */
const FIGURES: Readonly<Record<string, Figure>> = {
  bars: bars("", ["a", "b"], Array(3).fill({ title: "", values: [1, -2] })),
  confusionMatrix: confusionMatrix({
    title: "",
    classes: ["a"],
    counts: one,
    images: [[grey]],
    shape: [1, 1, 1],
  }),
  convolutionBackward: convolutionBackward("", { inputs: one, weights: one, dlossDvalue: one }),
  featureMaps: featureMaps({
    title: "",
    image: grey,
    imageShape: [1, 1, 1],
    imageName: "",
    activations: [1, 2],
    shape: [1, 1, 2],
  }),
  filterGrids: filterGrids("", Array(3).fill({ title: "", weights: [1, -1] }), [1, 1, 1, 2]),
  matrices: matrices("", Array(3).fill({ title: "long", rows: [[1, 2], [3, 4]] })), // biome-ignore format: two rows
};

interface Axis {
  readonly domain?: readonly [number, number];
  readonly anchor?: string;
}

/** What each panel covers of the figure. */
function panelsOf({ layout }: Figure) {
  const axes = layout as Readonly<Record<string, Axis>>;
  const domainOf = (name: string) => axes[name]?.domain ?? [0, 1];
  return Object.keys(axes)
    .filter((name) => /^xaxis\d*$/.test(name))
    .map((name) => {
      const across = domainOf(name);
      const up = domainOf((axes[name].anchor ?? "y").replace("y", "yaxis"));
      return { left: across[0], right: across[1], bottom: up[0], top: up[1] };
    });
}

describe("the panels of a figure", () => {
  it("have a title each, over a panel that there is", () => {
    for (const name of ["featureMaps", "filterGrids", "confusionMatrix"]) {
      const { layout } = FIGURES[name];
      const over = (layout.annotations ?? []).map(({ xref, yref }) => [xref, yref].join());
      const axes = Object.keys(layout).filter((each) => /^xaxis/.test(each));
      const numbers = axes.map((axis) => axis.slice("xaxis".length));
      expect(over, name).deep.equal(numbers.map((n) => `x${n} domain,y${n} domain`));
    }
  });

  for (const [name, figure] of Object.entries(FIGURES)) {
    it(`lie within it, none on another: ${name}`, () => {
      const panels = panelsOf(figure);
      expect(panels.length).above(1);
      for (const [i, a] of panels.entries()) {
        for (const ends of [
          [a.left, a.right],
          [a.bottom, a.top],
        ]) {
          expect(ends[0] >= -1e-9 && ends[0] < ends[1] && ends[1] <= 1 + 1e-9).equal(true);
        }
        for (const b of panels.slice(0, i)) {
          expect(
            a.left >= b.right || a.right <= b.left || a.bottom >= b.top || a.top <= b.bottom,
          ).equal(true);
        }
      }
    });
  }
});
