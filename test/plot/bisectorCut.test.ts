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

  it("cuts a cell of any size in the middle between its point and the rival", () => {
    const [point, rival] = [[0.1, 0.2], [0.4, 0.6]] as const; // biome-ignore format: two points
    const figure = bisectorCut({
      ...{ point, rival, others: [], after: [], bounds: [0, 0, 1, 1], title: "" },
      before: [[0, 0.4], [0.25, 0], [0.5, 0.4], [0.25, 0.8]], // biome-ignore format: a rhombus
    });
    const drawn = (name: string) => {
      const trace = figure.data.find((one) => one.name === name) as { x: number[]; y: number[] };
      return trace.x.map((x, i) => [x, trace.y[i]]);
    };
    const distances = drawn("bisector").map(([x, y]) =>
      [point, rival].map(([px, py]) => Math.hypot(x - px, y - py)),
    );
    for (const [near, far] of distances) expect(near).closeTo(far, 1e-12);
    const [[x, y], [otherX, otherY]] = drawn("bisector");
    expect((x + otherX) / 2).closeTo(0.25, 1e-12);
    expect((y + otherY) / 2).closeTo(0.4, 1e-12);
    for (const [x, y] of drawn("cut off")) {
      const ahead = 0.3 * (x - 0.25) + 0.4 * (y - 0.4); // of the bisector, to the rival
      expect(ahead).at.least(-1e-12);
    }
  });

  it("marks the point, the rival and the others", () => {
    expect(trace("point")).deep.include({ x: [1], y: [1] });
    expect(trace("rival")).deep.include({ x: [3], y: [1] });
    expect(trace("other points")).deep.include({ x: [1], y: [3] });
  });
});
