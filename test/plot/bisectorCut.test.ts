import { expect } from "chai";
import { bisectorCut } from "lib/plot";

describe("bisectorCut", () => {
  const before: [number, number][] = [
    [0, 0],
    [4, 0],
    [4, 4],
    [0, 4],
  ];
  const after: [number, number][] = [
    [0, 0],
    [2, 0],
    [2, 4],
    [0, 4],
  ];
  const figure = bisectorCut({
    point: [1, 1],
    rival: [3, 1],
    others: [[1, 3]],
    before,
    after,
    bounds: [0, 0, 4, 4],
    title: "The first cut",
  });
  const trace = (name: string) =>
    figure.data.find((one) => one.name === name) as {
      x: number[];
      y: number[];
      fillcolor?: string;
    };

  it("draws what is cut off beside what is left, on paper of any colour", () => {
    expect(figure.data.slice(0, 2).map(({ name }) => name)).deep.equal(["cut off", "what remains"]);
    expect(trace("cut off").x).deep.equal([2, 4, 4, 2, 2]);
    expect(trace("cut off").y).deep.equal([0, 0, 4, 4, 0]);
    expect(trace("what remains").x).deep.equal([0, 2, 2, 0, 0]);
    for (const name of ["cut off", "what remains"]) {
      expect(trace(name).fillcolor, name).match(/^#.{6}[0-7].$/);
    }
  });

  it("has each corner once where one lies on the bisector", () => {
    const { data } = bisectorCut({
      ...{ point: [1, 1], rival: [3, 1], others: [], bounds: [0, 0, 4, 4], title: "" },
      before: [
        [0, 0],
        [2, 0],
        [4, 4],
        [0, 4],
      ],
      after: [
        [0, 0],
        [2, 0],
        [2, 4],
        [0, 4],
      ],
    });
    expect(data.find(({ name }) => name === "cut off")).deep.include({
      x: [2, 4, 2, 2],
      y: [0, 4, 4, 0],
    });
  });

  it("draws the bisector through the middle, at right angles, beyond the window", () => {
    const { x, y } = trace("bisector");
    expect(x).deep.equal([2, 2]);
    expect(Math.min(...y)).at.most(0);
    expect(Math.max(...y)).at.least(4);
  });

  it("marks the point, the rival and the others", () => {
    expect(trace("point")).deep.include({ x: [1], y: [1] });
    expect(trace("rival")).deep.include({ x: [3], y: [1] });
    expect(trace("other points")).deep.include({ x: [1], y: [3] });
  });
});
