import { expect } from "chai";
import { pngDataUri, trainingLoss, validationAccuracy } from "lib/plot";
import { png } from "./png.ts";

const points = (...values: number[]) => values.map((value, i) => ({ iteration: i + 1, value }));

describe("trainingLoss", () => {
  it("draws every batch's loss and the mean of the last few", () => {
    const { data } = trainingLoss(points(4, 2, 6.123456), 2);
    const [batch, mean] = data as { x: number[]; y: number[] }[];
    expect(batch.x).to.deep.equal([1, 2, 3]);
    expect(batch.y).to.deep.equal([4, 2, 6.1235]);
    expect(mean.y).to.deep.equal([4, 3, 4.0617]);
    const [, usual] = trainingLoss(points(51, ...Array(50).fill(0))).data as { y: number[] }[];
    expect(usual.y.slice(-2)).to.deep.equal([1.02, 0]); // 50 of them
  });
});

describe("validationAccuracy", () => {
  it("draws per cent against the iteration of the measurement", () => {
    const [{ x, y }] = validationAccuracy([{ iteration: 50, value: 0.3123456 }]).data as {
      x: number[];
      y: number[];
    }[];
    expect([x, y]).to.deep.equal([[50], [31.235]]);
  });

  it("has a legend where there is more than the curve, and no iteration where there is none", () => {
    const [point] = points(0.5);
    const legends = [[], [point], [undefined, 1], [point, 1]].map(
      ([best, stopped]) =>
        validationAccuracy([point], best as typeof point, stopped as number).layout.showlegend,
    );
    expect(legends).to.deep.equal([false, true, true, true]);
    expect(validationAccuracy([]).layout.meta?.description).to.match(/up to iteration 0\.$/);
  });

  it("marks the best measurement", () => {
    const [worse, best] = points(0.25, 0.5);
    const { data, layout } = validationAccuracy([worse, best], best);
    expect(data[1]).to.deep.include({
      x: [2],
      y: [50],
      name: "best: 50 % after 2 iterations",
    });
    expect(layout.meta?.description).to.include("iteration 2. best: 50 % after 2 iterations.");
  });

  it("draws where early stopping ended, as high as the curve", () => {
    const { data, layout } = validationAccuracy(points(0.25, 0.5), undefined, 2);
    expect(data[1]).to.deep.include({ x: [2, 2], y: [25, 50] });
    expect(layout.meta?.description).to.include("early stopping: after 2 iterations.");
  });
});

describe("pngDataUri", () => {
  it("keeps every byte", () => {
    const { data, width, height, channels } = png(
      pngDataUri(Uint8Array.of(1, 2, 3, 4, 5, 6), [1, 2, 3]),
    );
    expect([height, width, channels]).to.deep.equal([1, 2, 3]);
    expect([...data]).to.deep.equal([1, 2, 3, 4, 5, 6]);
  });

  it("names bytes and shape when they disagree", () => {
    const draw = () => pngDataUri(new Uint8Array(5), [1, 2, 3]);
    expect(draw).to.throw(RangeError, "5 bytes do not fill the shape [1,2,3]");
  });
});
