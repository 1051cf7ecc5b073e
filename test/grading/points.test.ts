import { expect } from "chai";
import {
  type Cut,
  type Grade,
  gradeAvgPool,
  gradeCellOfSet,
  gradeConv2D,
  gradeCut,
  gradeDense,
  gradeEarlyStopping,
  gradeGridSearch,
  gradeIteration,
  gradeLoss,
  gradeNearest,
  gradeRelu,
  gradeVoronoiCell,
  type Iteration,
  type Nearest,
  sumOf,
  sumOfPoints,
  TASKS,
  taskOf,
  whenDone,
} from "lib/grading";
import { nearerPart, nearestNeighbors, type Point, type Polygon } from "lib/knn";
import { Dense, Relu, zeros } from "lib/ops";
import * as solutions from "lib/ops/solutions";
import { gradeOf } from "../../lib/grading/grade.ts";
import { useCpuBackend } from "../ops/checks.ts";

const { OpAvgPool, OpConv2D, OpDense, OpRelu, OpSoftmaxCrossEntropyLoss } = solutions;

const bundleOf = (grade: Grade): Record<string, unknown> =>
  Reflect.get(grade, Symbol.for("Jupyter.display")).call(grade);

const kNearest: Nearest = (trainingSet, query, k) => nearestNeighbors(trainingSet, query, k);
const cut: Cut = (polygon, p, q) => nearerPart(polygon, p, q);
const iterate: Iteration = (network, images, labels, stepSize) =>
  images.reduce((sum, image, i) => sum + network.step([image], [labels[i]], stepSize)[0], 0);
const voronoiCell = (i: number, points: readonly Point[], window: Polygon, by: Cut) =>
  points.reduce((cell, q) => (q === points[i] ? cell : by(cell, points[i], q)), window);
const cellOfSet = (set: number[], points: readonly Point[], window: Polygon, by: Cut) =>
  set.reduce(
    (cell, p) =>
      points.reduce((rest, q, j) => (set.includes(j) ? rest : by(rest, points[p], q)), cell),
    window,
  );

/** Classes as a student finds them: without what the task asks for. */
class EmptyConv extends OpConv2D {
  override backward(): void {}
}
class EmptyRelu extends OpRelu {
  override forward(): void {
    this.resetValues();
  }
}
class EmptyPool extends OpAvgPool {
  override backward(): void {}
}
class EmptyLoss extends OpSoftmaxCrossEntropyLoss {
  override forward(): void {
    this.resetValues();
  }
}
class EmptyDense extends Dense {
  forward(): void {
    this.resetValues();
  }
  backward(): void {}
}

describe("the points of a task", () => {
  useCpuBackend();

  const RIGHT: Record<string, (seed?: number) => Grade | Promise<Grade>> = {
    "3.0.1a": (seed) => gradeNearest(kNearest, { seed }),
    "3.0.1b": (seed) => gradeCut(cut, { seed }),
    "3.0.1c": (seed) => gradeVoronoiCell(voronoiCell, { seed }),
    "3.0.2": (seed) => gradeCellOfSet(cellOfSet, { seed }),
    "3.1.1": (seed) => gradeConv2D(OpConv2D, { seed }),
    "3.1.2": (seed) => gradeRelu(OpRelu, { seed }),
    "3.1.3": (seed) => gradeAvgPool(OpAvgPool, { seed }),
    "3.1.4": (seed) => gradeLoss(OpSoftmaxCrossEntropyLoss, { seed }),
    "3.1.5": (seed) => gradeIteration(iterate, { seed }),
    "3.1.6": (seed) => gradeDense(OpDense, { seed }),
  };
  for (const [task, grade] of Object.entries(RIGHT)) {
    it(`are all of ${task} for a right solution, also with an instructor's seeds`, async () => {
      for (const seed of [undefined, 0, 1, 2]) {
        const { points, wrong } = await grade(seed);
        expect(wrong, `seed ${seed}`).to.deep.equal([]);
        expect(points).to.equal(taskOf(task).points);
      }
    });
  }

  for (const [name, grade, sentence] of [
    ["kNearest", () => gradeNearest(() => []), "3.0.1a: kNearest is not written yet"],
    ["cut", () => gradeCut(() => []), "3.0.1b: cut is not written yet"],
    ["voronoiCell", () => gradeVoronoiCell(() => []), "3.0.1c: voronoiCell is not written yet"],
    ["cellOfSet", () => gradeCellOfSet(() => []), "3.0.2: cellOfSet is not written yet"],
    [
      "a convolution",
      () => gradeConv2D(EmptyConv),
      "3.1.1: backward of EmptyConv is not written yet",
    ],
    ["a ReLU", () => gradeRelu(EmptyRelu), "3.1.2: forward of EmptyRelu is not written yet"],
    ["a pooling", () => gradeAvgPool(EmptyPool), "3.1.3: backward of EmptyPool is not written yet"],
    ["a loss", () => gradeLoss(EmptyLoss), "3.1.4: forward of EmptyLoss is not written yet"],
    ["an iteration", () => gradeIteration(() => 0), "3.1.5: iterate is not written yet"],
    [
      "a dense layer",
      () => gradeDense(EmptyDense),
      "3.1.6: forward and backward of EmptyDense is not written yet",
    ],
    ["a loop", () => gradeEarlyStopping(() => {}), "3.2.1: the loop is not written yet"],
    ["a search", () => gradeGridSearch(async () => []), "3.2.2: the search is not written yet"],
  ] as const) {
    it(`are none for ${name} that is not written, and the check says which task that is`, async () => {
      const { points, wrong } = await grade();
      expect({ points, wrong }).to.deep.equal({ points: 0, wrong: [sentence] });
    });
  }

  it("are none for an answer of one thing, or of no list, which is not one that is not written", () => {
    const place: Polygon = [[0, 0]];
    const nothing: Polygon = JSON.parse("null");
    for (const grade of [
      gradeNearest(() => [99]),
      ...[place, nothing].flatMap((answer) => [
        gradeCut(() => answer),
        gradeVoronoiCell(() => answer),
        gradeCellOfSet(() => answer),
      ]),
      gradeNearest(() => JSON.parse("null")),
    ]) {
      expect(grade.points, grade.task).to.equal(0);
      expect(grade.wrong.join(), grade.task)
        .to.match(/./)
        .and.not.match(/is not written yet/);
    }
  });

  const cutBy =
    (beyondOf: (p: Point, q: Point) => (x: Point) => number, corner = true): Cut =>
    (polygon, p, q) => {
      const f = beyondOf(p, q);
      return polygon.flatMap((a, i): Point[] => {
        const b = polygon[(i + 1) % polygon.length];
        const t = f(a) / (f(a) - f(b));
        const crossing: Point = [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
        return [...(f(a) <= 0 ? [a] : []), ...(corner && f(a) * f(b) < 0 ? [crossing] : [])];
      });
    };
  const side =
    (factor: number, share: number) =>
    (p: Point, q: Point) =>
    ([x, y]: Point) =>
      factor *
      ((x - share * (p[0] + q[0])) * (q[0] - p[0]) + (y - share * (p[1] + q[1])) * (q[1] - p[1]));
  const sorted: Nearest = (set, query, k) => [...kNearest(set, query, k)].sort();

  for (const [mistake, due, grade, hint] of [
    ["a cut that keeps q's side", 0, () => gradeCut(cutBy(side(-1, 0.5))), /area is/],
    ["a cut through the origin", 0, () => gradeCut(cutBy(side(1, 0))), /area is/],
    ["a cut without new corners", 0, () => gradeCut(cutBy(side(1, 0.5), false)), /area is/],
    [
      "a cut that runs clockwise",
      0,
      () => gradeCut((a, p, q) => [...cut(a, p, q)].reverse()),
      /clockwise/,
    ],
    ["a cut that returns its polygon", 0, () => gradeCut((polygon) => polygon), /area is/],
    [
      "the farthest first",
      0,
      () => gradeNearest((s, q, k) => kNearest(s, q, s.points.length).reverse().slice(0, k)),
      /indices/,
    ],
    ["the nearest in another order", 3, () => gradeNearest(sorted), /The nearest comes first/],
    [
      "one neighbour too few",
      0,
      () => gradeNearest((s, q, k) => kNearest(s, q, k).slice(1)),
      /There have to be 1/,
    ],
    [
      "a sort of the training set itself",
      0,
      () =>
        gradeNearest((s, q, k) => {
          const right = kNearest(s, q, k);
          Reflect.apply(Array.prototype.reverse, s.points, []);
          return right;
        }),
      /changes the training set/,
    ],
    [
      "cells of members too",
      0,
      () => gradeCellOfSet((set, points, window, by) => voronoiCell(set[0], points, window, by)),
      /area is/,
    ],
    [
      "no step in an iteration",
      1,
      () => gradeIteration((n, i, l) => i.reduce((s, image, j) => s + n.forward(image, l[j]), 0)),
      /gradientStep\(stepSize\)/,
    ],
    [
      "one step for all images",
      1,
      () => gradeIteration((n, i, l, s) => n.step(i, l, s)[0]),
      /backward\(\) and gradientStep\(stepSize\) for each image: \d\.\d{5,6} in place of \d\.\d{5,6}\./,
    ],
    [
      "an iteration of one image",
      0,
      () => gradeIteration((n, i, l, s) => n.step([i[0]], [l[0]], s)[0]),
      /for i = 0, 1, …; it ran 1 times for 4 images\./,
    ],
    [
      "an iteration without the losses",
      3,
      () => gradeIteration((...given) => 0 * iterate(...given)),
      /^the sum of the losses: it returns 0, .* sum to \d+\.\d{4,5}\.$/,
    ],
    [
      "a corner twice on the bisector",
      7,
      () =>
        gradeCut((a, p, q) =>
          p[0] === -q[0] && p[0] === 1 ? [...cut(a, p, q), a[0]] : cut(a, p, q),
        ),
      /half of a square has 3 corners, yours 4\./,
    ],
    [
      "too many neighbours",
      0,
      () => gradeNearest((s) => s.points.map((_, i) => i).concat(Array(20).fill(0))),
      /yours are 0, 1, 2(, 0){9}\. There have to be 1 of them\.$/m,
    ],
    [
      "the nearest one alone",
      3,
      () => gradeNearest((s, q, k) => (k === 1 ? kNearest(s, q, k) : [])),
      /the 2 nearest to \(-?[\d.]+, -?[\d.]+\) have the indices \d, \d; yours are none\. There have to be 2 of them\.$/,
    ],
    [
      "an iteration that throws",
      0,
      () =>
        gradeIteration(() => {
          throw new Error("oh");
        }),
      /it stopped: Error: oh/,
    ],
  ] as const) {
    it(`are ${due} for ${mistake}, which the check names`, () => {
      const { points, wrong } = grade();
      expect(wrong.join("\n")).to.match(hint);
      expect(points).to.equal(due);
    });
  }

  it("count a gradient only where the forward pass of its case is right", () => {
    class Wrong extends Relu {
      forward(): void {
        this.resetValues();
        this.value.data.fill(1);
      }
      backward(): void {
        this.inputs.dlossDvalue = zeros(this.value.shape);
      }
    }
    expect(gradeRelu(Wrong).points).to.equal(0);
  });

  it("are half for one of two gradients, and those of each case by itself", () => {
    class NoWeights extends OpConv2D {
      override backward(): void {
        super.backward();
        this.dlossDweights = zeros(this.weights.shape);
      }
    }
    expect(gradeConv2D(NoWeights).points).to.equal(5);
    class Whole extends OpAvgPool {
      override backward(): void {
        super.backward();
        if (this.inputHeight % this.cellSize) this.inputs.dlossDvalue.data.fill(0);
      }
    }
    expect(gradeAvgPool(Whole).points).to.equal(3);
    class Naive extends OpSoftmaxCrossEntropyLoss {
      override forward(): void {
        super.forward();
        if (Math.max(...this.inputs.value.data) > 700) this.value = Number.NaN;
      }
    }
    expect(gradeLoss(Naive).points).to.equal(6);
  });

  it("are less with a seed, where a solution is right for the visible case alone", () => {
    class First extends OpSoftmaxCrossEntropyLoss {
      override forward(): void {
        super.forward();
        if (this.numClasses > 10) this.value = 0;
      }
    }
    expect(gradeLoss(First).points).to.equal(10);
    expect(gradeLoss(First, { seed: 1 }).points).to.be.below(10);
    class Square extends OpConv2D {
      override backward(): void {
        super.backward();
        if (this.filters !== 4) this.dlossDweights = zeros(this.weights.shape);
      }
    }
    expect(gradeConv2D(Square).points).to.equal(10);
    expect(gradeConv2D(Square, { seed: 1 }).points).to.equal(5);
  });

  it("show an error of the student as text, not as Markdown or HTML", () => {
    class Throws extends OpConv2D {
      override backward(): void {
        throw new Error("no <b>luck</b> *here*");
      }
    }
    const grade = gradeConv2D(Throws);
    expect(grade.points).to.equal(0);
    const markdown = String(bundleOf(grade)["text/markdown"]);
    expect(markdown).to.include("\\*here\\*").and.include("&lt;b&gt;luck&lt;/b&gt;");
  });
});

describe("a grade", () => {
  useCpuBackend();

  it("shows a bare number to nbgrader, points and signs to people, and data to programs", () => {
    const bundle = bundleOf(gradeRelu(OpRelu));
    expect(bundle["text/plain"]).to.equal("5");
    expect(bundle["text/markdown"]).to.match(
      /^\*\*3\.1\.2, ReLU: forward: 5 of 5 points\*\*\n\n- ✓ forward/,
    );
    expect(bundle["application/vnd.cnn-check+json"]).to.deep.equal({
      ...{ task: "3.1.2", title: "ReLU: forward", points: 5, max: 5, wrong: [] },
    });
  });

  it("is rounded to a hundredth of a point, and so is a sum", () => {
    const items = (count: number, right: number) =>
      Array.from({ length: count }, (_, i) => ({
        ...{ what: `${i}`, points: 1, wrong: i < right ? undefined : "wrong" },
      }));
    const points = [1, 2].map((right) => gradeOf("3.1.1", items(3, right)).points);
    expect(points).to.deep.equal([3.33, 6.67]);
    expect(gradeOf("3.1.1", items(7, 2)).wrong).to.deep.equal(["wrong"]);
    const task = { points: 10, extra: false };
    expect(sumOf([1.111, 2.227].map((points) => ({ task, points }))).points).to.equal(3.34);
  });

  it("refuses a seed that is none", () => {
    expect(() => gradeRelu(OpRelu, { seed: 1.5 })).to.throw(RangeError, "gradeRelu: seed is 1.5");
  });

  it("tells text that depends on a task whether to speak", () => {
    expect(whenDone("3.2.1 answer", () => "done").text).to.match(
      /^\*What stands here follows from 3\.2\.1 answer, .*, which has not been checked yet: run/,
    );
    gradeRelu(EmptyRelu);
    expect(whenDone("3.1.2", () => "done").text).to.include("its check has given 0 of 5 points");
    gradeRelu(OpRelu);
    expect(whenDone("3.1.2", () => "done").text).to.equal("done");
    expect(() => whenDone("3.9", () => "")).to.throw(RangeError, "no task 3.9");
  });
});

describe("a sum", () => {
  it("is that of a section's latest checks, and shows each with what it is worth", () => {
    gradeRelu(EmptyRelu);
    const before = sumOfPoints("3.1");
    gradeRelu(OpRelu);
    const sum = sumOfPoints("3.1");
    expect(sum.max).to.equal(40);
    expect(sum.points).to.equal(before.points + 5);
    const text = Reflect.get(sum, Symbol.for("Jupyter.display")).call(sum)["text/plain"];
    expect(text)
      .to.match(/^3\.1\.2 .* 5 +5$/m)
      .and.match(/^3\.1 +the sum +[\d.]+ +40$/m);
  });

  it("has of each section what the sheet says, and which answers are read by hand", () => {
    const rows: Record<string, string[]> = {};
    for (const section of ["3.0", "3.1", "3.2"]) {
      const sum = sumOfPoints(section);
      const text = String(Reflect.get(sum, Symbol.for("Jupyter.display")).call(sum)["text/plain"]);
      rows[section] = text.split("\n").map((row) => row.trim());
    }
    const shown = (section: string, row: RegExp) =>
      expect(
        rows[section].filter((text) => row.test(text)),
        `${row}`,
      ).to.have.length(1);
    for (const [section, max] of [
      ["3.0", 20],
      ["3.1", 40],
      ["3.2", 40],
    ] as const) {
      expect(sumOfPoints(section).max).to.equal(max);
      shown(section, new RegExp(`^${section} +the sum +[\\d.]+ +${max}$`));
      const tasks = TASKS.filter(({ id }) => id.startsWith(section));
      expect(rows[section].filter((row) => /^3\.\d\.\d/.test(row))).to.have.length(tasks.length);
    }
    shown("3.0", /^3\.0\.2 +the cell of a set of three .* 5 extra$/);
    shown("3.1", /^3\.1\.6 +a dense layer .* 5 extra$/);
    shown("3.1", /^3\.1\.5 answer +why the curve is jagged +by hand +5$/);
    shown("3.2", /^3\.2\.1 answer .* by hand +3$/);
    shown("3.2", /^3\.2\.2 answer .* by hand +4$/);
    const cells = TASKS.map(({ cell, by }) => `${cell} ${by}`);
    expect(cells).to.include("points-3-0-1a check").and.include("answer-3-2-2 person");
  });

  it("is lifted by extra credit up to what the sheet says, never above", () => {
    const earned = (of: (points: number) => number) =>
      TASKS.filter(({ id }) => id.startsWith("3.1.")).map((task) => ({
        task,
        points: of(task.points),
      }));
    expect(sumOf(earned((points) => points))).to.deep.equal({ points: 40, max: 40 });
    expect(sumOf(earned((points) => points / 2))).to.deep.equal({ points: 22.5, max: 40 });
    expect(sumOf(earned(() => 0))).to.deep.equal({ points: 0, max: 40 });
  });
});
