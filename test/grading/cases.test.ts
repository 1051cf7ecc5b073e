import { expect } from "chai";
import {
  type Cut,
  gradeAvgPool,
  gradeCellOfSet,
  gradeConv2D,
  gradeCut,
  gradeDense,
  gradeIteration,
  gradeLoss,
  gradeNearest,
  gradeRelu,
  gradeVoronoiCell,
} from "lib/grading";
import { nearerPart, nearestNeighbors, type Point, type Polygon } from "lib/knn";
import * as solutions from "lib/ops/solutions";

const { OpAvgPool, OpConv2D, OpDense, OpRelu, OpSoftmaxCrossEntropyLoss } = solutions;

/** Ends an op as soon as it is made: the check goes on to its next case. */
const ended = new Error("it is made");

/** What a check makes ops of, as rows of numbers; with a seed or without. */
function noted<Op extends new (...args: never[]) => object>(
  op: Op,
  grade: (op: Op, options: { seed?: number }) => unknown,
  numbersOf: (...args: ConstructorParameters<Op>) => number[],
): (seed?: number) => number[][] {
  return (seed) => {
    const made: number[][] = [];
    const construct = (_: Op, args: ConstructorParameters<Op>, newTarget: Op) => {
      Reflect.construct(op, args, newTarget);
      made.push(numbersOf(...args));
      throw ended;
    };
    grade(new Proxy(op, { construct }), { seed });
    return made;
  };
}

const madeOf: Record<string, (seed?: number) => number[][]> = {
  convolution: noted(OpConv2D, gradeConv2D, (filters, kernelSize, { value }) => [
    ...[kernelSize, filters, ...value.shape],
  ]),
  relu: noted(OpRelu, gradeRelu, ({ value }) => [...value.shape]),
  pooling: noted(OpAvgPool, gradeAvgPool, (cellSize, { value }) => [cellSize, ...value.shape]),
  loss: noted(OpSoftmaxCrossEntropyLoss, gradeLoss, (logits, label) => [
    ...[label.value, ...logits.value.data],
  ]),
  dense: noted(OpDense, gradeDense, (units, { value }) => [units, ...value.shape]),
};

/** What many seeds draw: of each case and each of its numbers, the least and the most. */
function rangesOf(name: string): string[] {
  const runs = Array.from({ length: 100 }, (_, seed) => madeOf[name](seed));
  return runs[0].map((first, i) =>
    first
      .map((_, j) => {
        const numbers = runs.map((made) => made[i][j]);
        const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
        return least === most ? `${least}` : `${least}–${most}`;
      })
      .join(" "),
  );
}

describe("the cases of a check", () => {
  it("are those that the student sees, where there is no seed", () => {
    expect(madeOf.convolution()).to.deep.equal([[3, 4, 10, 10, 3]]);
    expect(madeOf.relu()).to.deep.equal([[10, 10, 3]]);
    expect(madeOf.pooling()).to.deep.equal([
      [2, 10, 10, 3],
      [4, 10, 10, 3],
    ]);
    expect(madeOf.dense()).to.deep.equal([[5, 10, 10, 3]]);
    const [few, many, extreme, ...more] = madeOf.loss();
    expect([few.length, many.length, few[0], many[0]]).to.deep.equal([4, 11, 0, 7]);
    expect(extreme).to.deep.equal([0, -1000, 1000, 0]);
    expect(more).to.deep.equal([]);
  });

  it("are more with an instructor's seed, of many sizes", () => {
    // kernel, filters, rows, columns, channels
    expect(rangesOf("convolution")).to.deep.equal([
      "3 4 10 10 3",
      "1 5 7 6 2",
      "2 3–4 2–7 3–8 1–2",
      "3 3–4 3–7 4–8 1–2",
      "5 3–4 5–7 6–8 1–2",
    ]);
    expect(rangesOf("relu")).to.deep.equal(["10 10 3", ...Array(3).fill("1–4 5–8 1–9")]);
    // cell, rows, columns, channels: first those that fill their inputs
    expect(rangesOf("pooling")).to.deep.equal([
      ...["2 10 10 3", "2 2–4 6–8 1–2", "3 3–6 9–12 1–2"],
      ...["4 10 10 3", "2 3–5 5–7 4", "3 4–8 7–11 4"],
    ]);
    expect(rangesOf("dense")).to.deep.equal(["5 10 10 3", ...Array(3).fill("1–6 1–3 4–5 1–2")]);
  });

  it("of a loss are with a seed labels and logits of all sizes, also far from 0", () => {
    const runs = Array.from({ length: 100 }, (_, seed) => madeOf.loss(seed));
    for (const made of runs) {
      const sizes = made.map((numbers) => numbers.length - 1);
      expect(sizes).to.deep.equal([3, 10, 300, 2, 3, 5, 4]);
      expect([0, 1, 3].map((i) => made[i][0])).to.deep.equal([0, 7, 1]);
      expect(made[6]).to.deep.equal([3, 1000, 998, 1001, 999]);
    }
    const labels = (i: number) => runs.map((made) => made[i][0]);
    expect(Math.min(...labels(2))).to.be.within(1, 20);
    expect(Math.max(...labels(2))).to.be.within(280, 299);
    expect(new Set(labels(5))).to.deep.equal(new Set([1, 2, 3, 4]));
    const far = runs.flatMap((made) => made[5].slice(1));
    const mean = far.reduce((sum, y) => sum + y, 0) / far.length;
    expect(mean).to.be.within(-3200, -2800);
    expect(Math.max(...far) - Math.min(...far)).to.be.above(3000);
  });

  it("of neighbours are three sets, 40 queries each, for every k that a set has points for", () => {
    const asked = new Map<string, number>();
    gradeNearest((set, query, k) => {
      const name = `${k} of ${set.labels.slice(0, 3).join("")}${set.points.length}`;
      asked.set(name, (asked.get(name) ?? 0) + 1);
      return nearestNeighbors(set, query, k);
    });
    const names = [
      ...["1 of -+-3", "1 of -+-7", "1 of -+-40", "2 of -+-3", "3 of -+-3", "2 of -+-7"],
      ...["3 of -+-7", "5 of -+-7", "2 of -+-40", "3 of -+-40", "5 of -+-40", "12 of -+-40"],
    ];
    expect([...asked]).to.have.deep.members(names.map((name) => [name, 40]));
  });

  it("of a cut are 40 of the window, polygons on one side and on both, and cells", () => {
    const calls: [polygon: Polygon, p: Point, q: Point, left: number][] = [];
    const cut: Cut = (polygon, p, q) => {
      const left = nearerPart(polygon, p, q);
      calls.push([polygon, p, q, left.length]);
      return left;
    };
    expect(gradeCut(cut).points).to.equal(8);
    expect(calls.slice(0, 40).every(([polygon]) => polygon.length === 4)).to.equal(true);
    const [[, p, q, all], [, r, s, none]] = calls.slice(40);
    expect([all, none]).to.deep.equal([3, 0]);
    expect([r, s]).to.deep.equal([q, p]);
    expect(p.map((x, i) => x + q[i])).to.deep.equal([0, 0]);
    const square = [
      [-1, -1],
      [1, -1],
      [1, 1],
      [-1, 1],
    ];
    for (const call of calls.slice(42, 44)) {
      expect(call).to.deep.equal([square, [1, -1], [-1, 1], 3]);
    }
    expect(calls.slice(44)).to.have.length(12 * 11);
  });

  it("of cells are all of three points and of twenty", () => {
    const asked: number[] = [];
    gradeVoronoiCell((i, points, window, cut) => {
      asked.push(points.length);
      return points.reduce((cell, q) => (q === points[i] ? cell : cut(cell, points[i], q)), window);
    });
    expect(asked).to.deep.equal([...Array(3).fill(3), ...Array(20).fill(20)]);
  });

  it("of cells of sets are all sets of three of nine points, each once", () => {
    const asked: string[] = [];
    const { points } = gradeCellOfSet((set, all, window, cut) => {
      asked.push(set.join(","));
      let cell = window;
      for (const i of set.splice(0)) {
        for (const [j, q] of all.entries()) {
          if (!asked.at(-1)?.split(",").includes(`${j}`)) cell = cut(cell, all[i], q);
        }
      }
      return cell;
    });
    expect(points).to.equal(5);
    expect(new Set(asked)).to.have.property("size", 84);
    expect(asked).to.have.length(84);
    expect(asked).to.include("0,1,2").and.include("6,7,8");
  });

  it("of an iteration forget their gradients where the next image comes", () => {
    const weights: number[] = [];
    gradeIteration((network, images, labels, stepSize) => {
      for (const [i, image] of images.entries()) {
        network.forward(image, labels[i]);
        if (i === 0) network.backward();
        network.gradientStep(stepSize);
        weights.push(Reflect.get(network, "weight"));
      }
      return 0;
    });
    expect(new Set(weights).size).to.equal(1);
    expect(weights).to.have.length(4);
  });

  it("of an iteration are four images near 1 to 2, and labels near 2 to 3, as a seed draws them", () => {
    const drawn: { images: number[]; labels: number[]; stepSize: number }[] = [];
    for (let seed = 0; seed < 50; seed++) {
      gradeIteration(
        (_, images, labels, stepSize) => {
          drawn.push({ images: images.map(({ data }) => data[0]), labels, stepSize });
          return 0;
        },
        { seed },
      );
    }
    expect(new Set(drawn.map(({ stepSize }) => stepSize)).size).to.equal(50);
    for (const { images, labels, stepSize } of drawn) {
      expect([images.length, labels.length]).to.deep.equal([4, 4]);
      for (const image of images) expect(image).to.be.within(1, 2);
      for (const label of labels) expect(label).to.be.within(2, 3);
      expect(stepSize).to.be.within(0.05, 0.15);
    }
  });
});
