import { expect } from "chai";
import {
  accuracyByK,
  bars,
  bisectorCut,
  decisionRegions,
  type Figure,
  heatMap,
  imageGrid,
  lossByRate,
  lossCurves,
  matrices,
  stepCurve,
  trainingLoss,
  validationAccuracy,
  withSlider,
} from "lib/plot";

const described = ({ layout }: Figure) => layout.meta?.description;
const measured = (...values: number[]) =>
  values.map((value, i) => ({ iteration: 10 * i + 10, value }));
const square = (x: number): [number, number][] => [
  [x, 0],
  [x + 1, 0],
  [x + 1, 1],
  [x, 1],
];

describe("the description of a figure, for who cannot see it", () => {
  it("names the best k of each metric", () => {
    const accuracies = [
      { k: 1, accuracy: 0.25 },
      { k: 5, accuracy: 0.375 },
    ];
    expect(described(accuracyByK([{ metric: "L1", accuracies }], 10))).equal(
      "For k from 1 to 5. L1 is best with k = 5, right in 37.5 %. Guessing would be right in 10 %.",
    );
  });

  it("tells where the loss was lowest while the rate grew", () => {
    const tried = [4, 2, 3].map((loss, i) => ({ learningRate: 10 ** (i - 3), loss }));
    expect(described(lossByRate(tried, 1))).equal(
      "The learning rate grows from 0.001 to 0.1 in 3 steps, on a logarithmic axis. The mean loss of the " +
        "last 1 batches goes from 4 to 3, lowest 2, highest 4; it is lowest at 0.01.",
    );
    expect(lossByRate(tried).layout.xaxis?.type).equal("log");
    const many = [11, ...Array(10).fill(0)].map((loss) => ({ learningRate: 1, loss }));
    expect(lossByRate(many).data[1]).deep.include({ name: "mean of the last 10" });
    expect(Reflect.get(lossByRate(many).data[1], "y").slice(-2)).deep.equal([1.1, 0]);
  });

  it("reads the bars", () => {
    const figure = bars("Softmax", ["cat", "dog"], [{ title: "logits", values: [1, -2.0004] }]);
    expect(described(figure)).equal("Bar charts. logits: cat 1, dog −2.");
  });

  it("tells what a cut does to a cell", () => {
    const cut = bisectorCut({
      point: [0, 0],
      rival: [2, -1],
      others: [],
      before: square(0),
      after: square(0).slice(1),
      bounds: [-1, -1, 1, 1],
      title: "",
    });
    expect(described(cut)).equal(
      "The cell of (0, 0) is cut by the bisector with (2, −1): its area is 1.0 before and 0.5 after, it has 4 corners before and 3 after.",
    );
  });

  it("counts points and regions by class", () => {
    const figure = decisionRegions({
      points: [
        [0, 0],
        [1, 0],
        [2, 0],
      ],
      labels: ["+", "-", "+"],
      regions: [
        { polygon: square(0), label: "+", neighbors: [0] },
        { polygon: square(1), label: "-", neighbors: [1] },
      ],
      boundary: [],
      bounds: [0, 0, 2, 1],
      title: "",
    });
    expect(described(figure)).equal(
      "The plane for x from 0 to 2 and y from 0 to 1. Class +: points 2 of 3, regions 1 of 2. Class −: points 1 of 3, regions 1 of 2. Regions: + around (0.5, 0.5), decided by (0, 0); − around (1.5, 0.5), decided by (1, 0).",
    );
  });

  it("reads up to 12 regions one by one", () => {
    const of = (count: number) => {
      const region = { polygon: square(0), label: "+", neighbors: [0] };
      return described(
        decisionRegions({
          ...{ points: [[0, 0]], labels: ["+"], boundary: [], bounds: [0, 0, 2, 1], title: "" },
          regions: Array(count).fill(region),
        }),
      );
    };
    expect(of(12)?.match(/around/g)).length(12);
    expect(of(13)).not.match(/around/);
  });

  it("tells how images are arranged", () => {
    const pixel = Uint8Array.of(9);
    const images = [pixel, pixel, pixel];
    const grid = { images, shape: [1, 1, 1] as const, columns: 2, title: "" };
    expect(described(imageGrid(grid))).equal("2 × 2 images of 1 × 1 pixels.");
    const wide = { ...grid, images: [Uint8Array.of(1, 2)], shape: [1, 2, 1] as const };
    expect(described(imageGrid(wide))).equal("1 × 2 images of 1 × 2 pixels.");
    expect(
      described(
        imageGrid({
          ...grid,
          rowNames: ["cat", "dog"],
          columnNames: ["", "near"],
          description: "All are grey.",
        }),
      ),
    ).equal("2 × 2 images of 1 × 1 pixels. Rows: cat, dog. Columns: near. All are grey.");
  });

  it("follows curves from beginning to end", () => {
    expect(described(trainingLoss(measured(2, 4, 1), 2))).equal(
      "The loss goes from 2 to 1, lowest 1, highest 4, in 3 iterations; the mean of the last 2 ends at 2.5.",
    );
    expect(described(validationAccuracy(measured(0.1, 0.4)))).equal(
      "The accuracy goes from 10 to 40, lowest 10, highest 40 per cent, in 2 measurements up to iteration 20.",
    );
    expect(described(lossCurves("", [{ name: "run", loss: [] }]))).match(
      /^run goes through no values, in 0 iterations/,
    );
    expect(described(lossCurves("", [{ name: "run", loss: [3, 1, 2, 0.12345] }]))).equal(
      "run goes from 3 to 0.123, lowest 0.123, highest 3, in 4 iterations; it jumps up in 1.",
    );
    expect(
      described(stepCurve({ steps: [0, 0.1, 0.2], losses: [2, 1, 4], taken: 0.2, title: "" })),
    ).equal(
      "The loss is 2 without a step and lowest, 1, after a step of 0.1; training took a step of 0.2, where it is 4.",
    );
  });

  it("reads small matrices number by number, with what is framed", () => {
    const rows = [
      [1, -2.5],
      [null, 0],
    ];
    const figure = matrices("", [{ title: "inputs", rows, frame: [1, 0, 1, 2] }], "So it falls.");
    expect(described(figure)).equal(
      "inputs: rows 1, −2.5; empty, 0. Framed: row 1, columns 0 to 1. So it falls.",
    );
  });

  it("gives size and range of large matrices", () => {
    const figure = matrices("", [
      { title: "inputs", rows: Array.from({ length: 9 }, () => [1, -2.5, null]) },
      { title: "value", rows: [[null]] },
      { title: "plain: 6 × 5", rows: Array(6).fill([0, 1, 0, 1, 0]) },
    ]);
    expect(described(figure)).equal(
      "inputs: 9 × 3 numbers from −2.5 to 1. value: 1 × 1 empty cells. plain: 6 × 5: numbers from 0 to 1.",
    );
  });

  it("reads matrices of up to 25 numbers, and gives size and range of larger ones", () => {
    const of = (count: number) =>
      described(matrices("", [{ title: "m", rows: [Array(count).fill(1)] }]));
    expect(of(25)).match(/^m: values 1(, 1)*\.$/);
    expect(of(26)).equal("m: 1 × 26 numbers from 1 to 1.");
  });

  it("reads a heat map row by row", () => {
    const figure = heatMap({
      title: "",
      columns: { title: "filters", names: ["8", "16"] },
      rows: { title: "rate", names: ["0.1"] },
      cells: [[0.4, "diverged"]],
    });
    expect(described(figure)).equal("Columns, filters: 8, 16. rate 0.1: 0.4, diverged.");
  });

  it("names the first of equals, and writes no more digits than are read", () => {
    const accuracies = [3, 1, 5].map((k) => ({ k, accuracy: 0.12345 }));
    expect(described(accuracyByK([{ metric: "L1", accuracies }], 10))).match(
      /^For k from 1 to 5\. L1 is best with k = 3, right in 12\.3 %\./,
    );
    expect(
      described(
        stepCurve({ steps: [0, 0.1234567, 1], losses: [2, 1, 1.234567], taken: 0.5, title: "" }),
      ),
    ).equal(
      "The loss is 2 without a step and lowest, 1, after a step of 0.12346; training took a step of 0.5, where it is 1.",
    );
    expect(
      described(stepCurve({ steps: [0, 1], losses: [1.234567, 2], taken: 0.5, title: "" })),
    ).match(/training took a step of 0\.5, where it is 1\.2346\.$/);
    expect(described(bars("", ["a", "b"], [{ title: "t", values: [1.2345, -0.98765] }]))).equal(
      "Bar charts. t: a 1.23, b −0.988.",
    );
    const tried = [1.23456, 1.23456].map((loss) => ({ learningRate: 0.0123456, loss }));
    const { data } = lossByRate(tried, 1);
    expect(
      data.map((trace) => [Reflect.get(trace, "x")[0], Reflect.get(trace, "y")[0]]),
    ).deep.equal([
      [0.0123, 1.235],
      [0.0123, 1.235],
    ]);
  });

  it("names the steps of a slider", () => {
    const figure = matrices("", [{ title: "m", rows: [[1]] }]);
    const steps = ["1", "3"].map((name) => ({ name, figure }));
    expect(described(withSlider("k", steps))).equal("m: values 1. A slider goes through k 1, 3.");
  });
});
