import { expect } from "chai";
import {
  type CellOfSet,
  type Cut,
  type Grade,
  gradeAvgPool,
  gradeCellOfSet,
  gradeCut,
  gradeDense,
  gradeEarlyStopping,
  gradeIteration,
  gradeLoss,
  gradeNearest,
  gradeRelu,
  gradeVoronoiCell,
  type Iteration,
  whenDone,
} from "lib/grading";
import { nearerPart, nearestNeighbors, type Point } from "lib/knn";
import { Relu, type Variable, zeros } from "lib/ops";
import * as solutions from "lib/ops/solutions";
import { loop } from "../cifar/checks/stoppingLoop.ts";
import { useCpuBackend } from "../ops/checks.ts";

const { OpAvgPool, OpDense, OpRelu, OpSoftmaxCrossEntropyLoss } = solutions;

/** What a mistake costs, and what the check says of it. */
type Row = [mistake: string, due: number, grade: () => Grade, ...hints: RegExp[]];

function theyAre(rows: readonly Row[]): void {
  for (const [mistake, due, grade, ...hints] of rows) {
    it(`are ${due} points and a sentence for ${mistake}`, () => {
      const { points, wrong } = grade();
      expect(points).to.equal(due);
      expect(wrong, wrong.join("\n")).to.have.length(hints.length);
      for (const [i, hint] of hints.entries()) expect(wrong[i]).to.match(hint);
    });
  }
}

/** What no type allows: a student's program has none. */
const untyped = (json: string) => () => JSON.parse(json);

const right: Cut = (polygon, p, q) => nearerPart(polygon, p, q);
/** A right cut, which gives other corners where a polygon has a certain look. */
const cutBut =
  (changed: Cut): Cut =>
  (polygon, p, q) => {
    const left = right(polygon, p, q);
    return changed(left, p, q) ?? left;
  };

describe("the hints of a cut", () => {
  const isFar = ([p]: readonly Point[]) => p?.[0] === 4 && p[1] === 4;
  theyAre([
    ["one that returns no list", 0, () => gradeCut(untyped("1")), /it returns no polygon/],
    ["corners of three numbers", 0, () => gradeCut(untyped("[[1,2,3]]")), /it returns no polygon/],
    ["corners that are no numbers", 0, () => gradeCut(untyped('[["1","2"]]')), /no polygon/],
    ["corners that are no points", 0, () => gradeCut(untyped("[1,2]")), /no polygon/],
    [
      "one that changes the polygon that it is given",
      0,
      () =>
        gradeCut((polygon, p, q) => {
          const left = right(polygon, p, q);
          Reflect.apply(Array.prototype.reverse, polygon, []);
          return left;
        }),
      /: it changes the polygon that it is given: make a new one\.$/,
    ],
    [
      "corners that the cell has, and one on an edge",
      0,
      () =>
        gradeCut(
          cutBut((left) => {
            const [[a, b], [c, d]] = left;
            return [left[0], [(a + c) / 2, (b + d) / 2], ...left.slice(1)];
          }),
        ),
      /of p \(-?\d+(\.\d\d?)?, -?\d+(\.\d\d?)?\), q \(.*\) its corners are others than those/,
    ],
    [
      "one that leaves nothing of a polygon beyond, and nothing before",
      7,
      () => gradeCut((polygon, p, q) => (isFar(polygon) ? [] : right(polygon, p, q))),
      /^a polygon on one side.*: of p \(4, 4\), q \(-4, -4\) its area is 0\.00 in place of 0\.50\.$/,
    ],
    [
      "one that leaves all of a polygon before, and beyond",
      7,
      () => gradeCut((polygon, p, q) => (isFar(polygon) ? [...polygon] : right(polygon, p, q))),
      /^a polygon on one side.*: of p \(-4, -4\), q \(4, 4\) its area is 0\.50 in place of 0\.00\.$/,
    ],
    [
      "a corner on the bisector twice",
      7,
      () =>
        gradeCut((polygon, p, q) => {
          const left = right(polygon, p, q);
          return left.length === 3 && p[0] === 1 ? [...left, left[0]] : left;
        }),
      /^a corner on the bisector.*: half of a square has 3 corners, yours 4\.$/,
    ],
    [
      "the wrong half of a square",
      7,
      () => gradeCut((polygon, p, q) => (p[0] === 1 ? right(polygon, q, p) : right(polygon, p, q))),
      /^a corner on the bisector.*: of p \(1, -1\), q \(-1, 1\) its corners are others/,
    ],
    [
      "half a square that is no list",
      7,
      () => gradeCut((polygon, p, q) => (p[0] === 1 ? JSON.parse("null") : right(polygon, p, q))),
      /half of a square has 3 corners, yours null\.$/,
    ],
    [
      "a polygon that was cut before",
      7,
      () =>
        gradeCut((polygon, p, q) =>
          polygon.some(([x, y]) => ![-6, -5, -1, 1, 4, 5, 6].includes(x) || y % 1)
            ? [...polygon]
            : right(polygon, p, q),
        ),
      /^cut after cut.*: the cell of \(.*\): its area is/,
    ],
  ]);
});

describe("the hints of a cell", () => {
  const cellOfSet: CellOfSet = (set, points, window, by) =>
    set.reduce(
      (cell, p) =>
        points.reduce((rest, q, j) => (set.includes(j) ? rest : by(rest, points[p], q)), cell),
      window,
    );
  theyAre([
    [
      "no list",
      0,
      () => gradeVoronoiCell(untyped("1")),
      /^the cells of three points: of 3 points, number \d, .*: it returns no polygon/,
      /^the cells of twenty points: of 20 points, number \d+, .*: it returns no polygon/,
    ],
    [
      "cells of the first three points alone",
      2,
      () =>
        gradeVoronoiCell((i, points, window, cut) =>
          points
            .slice(0, 3)
            .reduce((cell, q) => (q === points[i] ? cell : cut(cell, points[i], q)), window),
        ),
      /^the cells of twenty points: of 20 points, number \d+, \(.*\): its area is/,
    ],
    ["no list for a set", 0, () => gradeCellOfSet(untyped("1")), /it returns no polygon/],
    [
      "a cell of a set that has none",
      4,
      () =>
        gradeCellOfSet((set, points, window, cut) => {
          const cell = cellOfSet(set, points, window, cut);
          return cell.length === 0 ? window : cell;
        }),
      /^a set without a cell has none: the cell of the points \d, \d, \d: its area is 132\.00/,
    ],
    [
      "no cell of any set but the first",
      0,
      () =>
        gradeCellOfSet((set, points, window, cut) =>
          set.includes(0) ? cellOfSet(set, points, window, cut) : [],
        ),
      /^every member .*: the cell of the points [1-8], \d, \d: its area is 0\.00/,
    ],
  ]);
});

describe("the hints of neighbours", () => {
  theyAre([
    [
      "one that returns no list",
      0,
      () => gradeNearest(untyped("1")),
      /^the nearest point: of 3 points, the 1 nearest to \(.*\) have the indices \d; yours are 1\. It has to return a list\.$/,
      /^the k nearest, .*: of 3 points, the 2 nearest .* the indices \d, \d; yours are 1\. It has/,
    ],
    [
      "none where there are more than one",
      3,
      () => gradeNearest((set, query, k) => (k === 1 ? nearestNeighbors(set, query, 1) : [])),
      /yours are none\. There have to be 2 of them\.$/,
    ],
    [
      "a long list, of which it shows twelve",
      3,
      () =>
        gradeNearest((set, query, k) =>
          k === 1 ? nearestNeighbors(set, query, 1) : Array(20).fill(0),
        ),
      /yours are 0(, 0){11}\. There have to be 2 of them\.$/,
    ],
    [
      "others as many",
      3,
      () =>
        gradeNearest((set, query, k) =>
          k === 1 ? nearestNeighbors(set, query, 1) : Array(k).fill(0),
        ),
      /yours are 0, 0\.$/,
    ],
    [
      "labels that are changed",
      0,
      () =>
        gradeNearest((set, query, k) => {
          const nearest = nearestNeighbors(set, query, k);
          Reflect.apply(Array.prototype.pop, set.labels, []);
          return nearest;
        }),
      /changes the training set: sort indices, or a copy\.$/,
      /changes the training set/,
    ],
  ]);
});

describe("the hints of an iteration", () => {
  const iterate: Iteration = (network, images, labels, stepSize) =>
    images.reduce((sum, image, i) => sum + network.step([image], [labels[i]], stepSize)[0], 0);
  theyAre([
    [
      "the images in another order",
      0,
      () =>
        gradeIteration((network, [a, b, c, d], [i, j, k, l], stepSize) =>
          iterate(network, [a, b, d, c], [i, j, l, k], stepSize),
        ),
      /forward\(images\[i\], labels\[i\]\) for i = 0, 1, …; it ran 4 times for 4 images\.$/,
      /^a step after each image: the weights are others .*: -?\d\.\d+ in place of -?\d\.\d+\.$/,
      /^the sum of the losses: it returns \d/,
    ],
    [
      "an image once more, in the end",
      4,
      () =>
        gradeIteration((network, images, labels, stepSize) => {
          const sum = iterate(network, images, labels, stepSize);
          network.forward(images[0], labels[0]);
          return sum;
        }),
      /it ran 5 times for 4 images\.$/,
    ],
    [
      "the first image alone",
      0,
      () => gradeIteration((n, [image], [label], step) => iterate(n, [image], [label], step)),
      /it ran 1 times for 4 images\.$/,
      /^a step after each image/,
      /^the sum of the losses/,
    ],
    [
      "the label of another image",
      0,
      () => gradeIteration((n, images, [a], step) => iterate(n, images, [a, a, a, a], step)),
      /it ran 4 times for 4 images\.$/,
      /^a step after each image/,
      /^the sum of the losses/,
    ],
    [
      "the image of another label",
      0,
      () => gradeIteration((n, [a], labels, step) => iterate(n, [a, a, a, a], labels, step)),
      /it ran 4 times for 4 images\.$/,
      /^a step after each image/,
      /^the sum of the losses/,
    ],
    [
      "the mean of the losses",
      3,
      () => gradeIteration((n, images, labels, step) => iterate(n, images, labels, step) / 4),
      /^the sum of the losses: it returns [\d.]+, the losses, .*, sum to \d+\.\d+\.$/,
    ],
    [
      "a sum that is no number",
      3,
      () =>
        gradeIteration((n, images, labels, step) =>
          JSON.parse(`"${iterate(n, images, labels, step)}"`),
        ),
      /^the sum of the losses: it returns/,
    ],
  ]);
});

describe("the hints of an op", () => {
  useCpuBackend();

  class NoForward extends Relu {
    forward(): void {
      this.resetValues();
      this.value.data.fill(1);
    }
    backward(): void {
      this.inputs.dlossDvalue = zeros(this.value.shape);
    }
  }
  class Unmade extends OpRelu {
    constructor(inputs: Variable) {
      super(inputs);
      throw new Error("no luck");
    }
  }
  class Shifted extends OpAvgPool {
    override backward(): void {
      super.backward();
      if (this.cellSize === 2) this.inputs.dlossDvalue.data[1] += 0.125;
    }
  }
  class TwoAlone extends OpAvgPool {
    override backward(): void {
      super.backward();
      if (this.cellSize === 3) this.inputs.dlossDvalue.data.fill(0);
    }
  }
  class Fills extends OpAvgPool {
    override backward(): void {
      super.backward();
      if (this.inputWidth % this.cellSize && this.cellSize < 4) {
        this.inputs.dlossDvalue.data.fill(0);
      }
    }
  }
  class NearZero extends OpSoftmaxCrossEntropyLoss {
    override forward(): void {
      super.forward();
      const [most, least] = [Math.max, Math.min].map((of) => of(...this.inputs.value.data));
      if (most > 100 && least > 100) this.value = Number.NaN;
    }
  }
  class Odd extends OpDense {
    override forward(): void {
      super.forward();
      if (this.units !== 5) this.value.data.fill(0);
    }
  }
  theyAre([
    [
      "a gradient that fits a forward pass that is wrong",
      0,
      () => gradeRelu(NoForward),
      /^forward: /,
      /^gradient wrt inputs: /,
    ],
    [
      "one wrong number, which it shows beside the right one",
      2,
      () => gradeAvgPool(Shifted),
      /^gradient wrt inputs: yours is -?[\d.]+ at \[0,0,1\], the reference is -?[\d.]+\.$/,
    ],
    [
      "an op that cannot be made",
      0,
      () => gradeRelu(Unmade),
      /^forward: no luck$/,
      /^gradient wrt inputs: no luck$/,
    ],
    ["cells of two alone, which an instructor's seed shows", 5, () => gradeAvgPool(TwoAlone)],
    [
      "cells of two alone, with a seed",
      0,
      () => gradeAvgPool(TwoAlone, { seed: 1 }),
      /^gradient wrt inputs: /,
      /^gradient wrt inputs, cells over the edge: /,
    ],
    ["cells that fill their inputs", 5, () => gradeAvgPool(Fills)],
    [
      "cells that fill their inputs, with a seed",
      3,
      () => gradeAvgPool(Fills, { seed: 1 }),
      /^gradient wrt inputs, cells over the edge: /,
    ],
    ["logits that are not all large", 10, () => gradeLoss(NearZero)],
    [
      "logits that are not all large, with a seed",
      6,
      () => gradeLoss(NearZero, { seed: 1 }),
      /^the loss of logits of ±1000: /,
      /^the probabilities of logits of ±1000: /,
    ],
    [
      "five units alone, with a seed",
      0,
      () => gradeDense(Odd, { seed: 1 }),
      /^forward: /,
      /^gradient wrt inputs: /,
      /^gradient wrt weights: /,
    ],
  ]);

  it("let a student's interrupt pass, of an op and of a function", () => {
    const interrupt = Object.assign(new Error("interrupted"), { name: "KeyboardInterrupt" });
    class Interrupted extends OpRelu {
      override forward(): void {
        throw interrupt;
      }
    }
    expect(() => gradeRelu(Interrupted)).to.throw(interrupt);
    const cut = () => {
      throw interrupt;
    };
    expect(() => gradeCut(cut)).to.throw(interrupt);
  });
});

describe("the hints of early stopping", () => {
  it("are one for each behaviour that is missing, which costs its share", async () => {
    expect(await gradeEarlyStopping(loop({}))).to.include({ points: 12 });
    const { points, wrong } = await gradeEarlyStopping(loop({ every: 1 }));
    expect(points).to.equal(10);
    expect(wrong).to.have.length(1);
    expect(wrong[0]).to.match(/^measures every `validateEvery` steps, .*: With validateEvery 5/);
  });
});

describe("text about several tasks", () => {
  it("names the first that is not done, and why", async () => {
    await gradeEarlyStopping(loop({}));
    expect(whenDone(["3.2.1", "3.1.5"], () => "done").text).to.match(
      /^\*What stands here follows from 3\.1\.5, an iteration of training, which .*\.\*$/,
    );
    expect(whenDone(["3.2.1"], () => "done").text).to.equal("done");
  });
});
