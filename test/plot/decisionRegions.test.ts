import { expect } from "chai";
import { decisionRegions, PALETTE } from "lib/plot";

const figure = decisionRegions({
  points: [
    [1, 1],
    [3, 1],
  ],
  labels: ["+", "-"],
  regions: [
    {
      polygon: [
        [0, 0],
        [2, 0],
        [2, 2],
        [0, 2],
      ],
      label: "+",
      neighbors: [0],
    },
    {
      polygon: [
        [2, 0],
        [4, 0],
        [4, 2],
        [2, 2],
      ],
      label: "-",
      neighbors: [1],
    },
  ],
  boundary: [
    [
      [2, 0],
      [2, 2],
    ],
  ],
  bounds: [0, 0, 4, 2],
  title: "1-nearest-neighbour classifier",
});

describe("decisionRegions", () => {
  it("fills each region in the colour of its label and tells what decides there", () => {
    const [first, second] = figure.data;
    expect(first).deep.include({
      x: [0, 2, 2, 0, 0],
      y: [0, 0, 2, 2, 0],
      fill: "toself",
      fillcolor: `${PALETTE[0]}55`,
      hoveron: "fills",
      text: "<b>+</b>, decided by<br>+ (1, 1)",
    });
    expect(second).deep.include({ fillcolor: `${PALETTE[1]}55` });
  });

  it("hatches each class in its own way, so that colour is not all that tells them apart", () => {
    const shapes = figure.data.slice(0, 2).map((trace) => Reflect.get(trace, "fillpattern").shape);
    expect(shapes).deep.equal(["", "/"]);
  });

  it("has six hatches, and begins with the first again", () => {
    const labels = ["a", "b", "c", "d", "e", "f", "g"];
    const { data } = decisionRegions({
      ...{ points: labels.map((_, i) => [i, 0]), labels, boundary: [], title: "" },
      regions: labels.map((label, i) => ({ polygon: [[i, 0]], label, neighbors: [i] })),
      bounds: [0, 0, 7, 1],
    });
    const shapes = data.slice(0, 7).map((trace) => Reflect.get(trace, "fillpattern").shape);
    expect(new Set(shapes.slice(0, 6)).size).equal(6);
    expect(shapes[6]).equal(shapes[0]);
  });

  it("tells a page what its reader may move, where any point decides", () => {
    const [points, labels] = [[[1, 0]] as const, ["a"]];
    const of = (neighbors: number[][]) =>
      decisionRegions({
        ...{ points, labels, boundary: [], bounds: [0, 0, 1, 1], title: "" },
        regions: neighbors.map((each) => ({ polygon: [[0, 0]], label: "a", neighbors: each })),
      }).layout.meta?.movable;
    expect(of([[0]])).deep.equal({ points, labels, k: 1, bounds: [0, 0, 1, 1], title: "" });
    expect(of([])).equal(undefined);
  });

  it("draws the decision boundary over the regions, the pen lifted between segments", () => {
    expect(figure.data[2]).deep.include({
      name: "decision boundary",
      x: [2, 2, null],
      y: [0, 2, null],
    });
  });

  it("marks each point with its label", () => {
    expect(figure.data[3]).deep.include({ name: "+", x: [1], y: [1], text: "<b>+</b>" });
    expect(figure.data[4]).deep.include({ name: "-", x: [3], y: [1], text: "<b>−</b>" });
  });

  it("shows the window on equal axes", () => {
    expect(figure.layout.xaxis).deep.include({ range: [0, 4] });
    expect(figure.layout.yaxis).deep.include({ range: [0, 2], scaleanchor: "x" });
  });
});
