import { expect } from "chai";
import { heatMap } from "lib/plot";

const names = {
  title: "Accuracy",
  columns: { title: "filters", names: ["8", "16"] },
  rows: { title: "learning rate", names: ["0.01", "0.1"] },
};

describe("heatMap", () => {
  const figure = heatMap({
    ...names,
    cells: [
      [0.4, 0.425],
      [0.39, "diverged"],
    ],
    format: (value) => `${(100 * value).toFixed(1)} %`,
  });
  const [{ z, text }] = figure.data as { z: unknown; text: unknown }[];

  it("writes numbers and reasons into the cells, the first row at the top", () => {
    expect(z).to.deep.equal([
      [0.4, 0.425],
      [0.39, null],
    ]);
    expect(text).to.deep.equal([
      ["40.0 %", "42.5 %"],
      ["39.0 %", "diverged"],
    ]);
    expect(figure.layout.yaxis).to.deep.include({ range: [1.5, -0.5], ticktext: ["0.01", "0.1"] });
  });

  it("names both sizes when cells and names disagree", () => {
    const draw = () => heatMap({ ...names, cells: [[1, 2], [3]] });
    expect(draw).to.throw(RangeError, "rows of [2,1], the names ask for 2 rows of 2");
  });
});
