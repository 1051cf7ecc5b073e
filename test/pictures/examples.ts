import { type Bounds, decisionBoundary, type Polygon, voronoiRegions } from "lib/knn";
import {
  accuracyByK,
  bars,
  bisectorCut,
  confusionMatrix,
  convolutionBackward,
  decisionRegions,
  type Figure,
  featureMaps,
  filterGrids,
  heatMap,
  imageGrid,
  lossByRate,
  lossCurves,
  matrices,
  mistakeGrid,
  neighborGrid,
  patchGrid,
  repeats,
  stepCurve,
  trainingLoss,
  validationAccuracy,
  withSlider,
} from "lib/plot";
import { curveSvg } from "../../lib/plot/curveSvg.ts";

const measured = (...values: number[]) =>
  values.map((value, i) => ({ iteration: 10 * (i + 1), value }));

/** A picture of 2×2 pixels in colour; another for another number. */
const picture = (n: number) => Uint8Array.from({ length: 12 }, (_, i) => (37 * i + 50 * n) % 256);
const shape = [2, 2, 3] as const;

const points = [
  [1, 3],
  [-4, -2],
  [3, 3],
  [0, -2],
] as const;
const labels = ["+", "+", "-", "-"];
const bounds: Bounds = [-6, -5, 6, 6];
const regions = voronoiRegions({ points, labels }, 1, bounds);
const square: Polygon = [
  [-2, -2],
  [2, -2],
  [2, 2],
  [-2, 2],
];
const rows = [
  [1, -2.5, 0],
  [null, 0, 3],
];

/** One figure of each kind, under the name of what makes it. */
export const EXAMPLES: Readonly<Record<string, Figure>> = {
  accuracyByK: accuracyByK(
    [
      { metric: "L1", accuracies: [1, 5, 9].map((k) => ({ k, accuracy: 0.2 + k / 50 })) },
      { metric: "L2", accuracies: [1, 5, 9].map((k) => ({ k, accuracy: 0.3 - k / 90 })) },
    ],
    10,
  ),
  bars: bars(
    "Softmax",
    ["cat", "dog"],
    [
      { title: "logits", values: [1, -2] },
      { title: "probabilities", values: [0.953, 0.047] },
    ],
  ),
  bisectorCut: bisectorCut({
    point: [0, 0],
    rival: [2, 1],
    others: [[-3, 1]],
    before: square,
    after: [
      [-2, -2],
      [2, -2],
      [2, -1.5],
      [0.25, 2],
      [-2, 2],
    ],
    bounds: [-4, -3, 4, 3],
    title: "A cut",
  }),
  confusionMatrix: confusionMatrix({
    title: "Confusion",
    classes: ["cat", "dog"],
    counts: [
      [3, 1],
      [0, 4],
    ],
    images: [
      [picture(0), picture(1)],
      [null, picture(2)],
    ],
    shape,
  }),
  convolutionBackward: convolutionBackward("Backward", {
    inputs: [
      [1, 2],
      [0, -1],
    ],
    weights: [[2], [-1]],
    dlossDvalue: [[3, 1]],
  }),
  decisionRegions: decisionRegions({
    ...{ points, labels, regions, bounds },
    boundary: decisionBoundary(regions),
    title: "The nearest point decides",
  }),
  featureMaps: featureMaps({
    title: "conv1",
    image: picture(0),
    imageShape: shape,
    imageName: "cat",
    activations: Array.from({ length: 12 }, (_, i) => (i % 3 === 2 ? 0 : i)),
    shape: [2, 2, 3],
  }),
  filterGrids: filterGrids(
    "Filters",
    [
      { title: "before", weights: Array.from({ length: 24 }, (_, i) => i / 24 - 0.5) },
      { title: "after", weights: Array.from({ length: 24 }, (_, i) => Math.sin(i)) },
    ],
    [2, 2, 3, 2],
  ),
  heatMap: heatMap({
    title: "Best accuracies",
    columns: { title: "filters", names: ["8", "16"] },
    rows: { title: "learning rate", names: ["0.1", "0.01"] },
    cells: [
      [0.4, "diverged"],
      [0.5, 0.45],
    ],
    format: (value) => `${100 * value} %`,
  }),
  imageGrid: imageGrid({
    images: [picture(0), picture(1), null, picture(3)],
    shape,
    columns: 2,
    title: "Images",
    rowNames: ["cat", "dog"],
    columnNames: ["far", "near"],
    xLabel: "distance",
    yLabel: "class",
    hovers: ["a", "b", "c", "d"],
    description: "All are grey.",
  }),
  lossByRate: lossByRate(
    [4, 2, 1, 3].map((loss, i) => ({ learningRate: 10 ** (i - 4), loss })),
    2,
  ),
  lossCurves: lossCurves("Optimizers", [
    { name: "sgd", loss: [3, 2.5, 2.2] },
    { name: "momentum", loss: [3, 1, 2] },
  ]),
  matrices: matrices(
    "A convolution",
    [
      { title: "inputs", rows, frame: [0, 1, 2, 1] },
      { title: "weights", rows: [[2, -1]], colors: "signed" },
      { title: "grey", rows: [[0, 255]], colors: "grey" },
    ],
    "So it falls.",
  ),
  mistakeGrid: mistakeGrid(
    "Mistakes",
    [0, 1].map((n) => ({
      image: picture(n),
      trueClass: "cat",
      predictedClass: "dog",
      probability: 0.9 - n / 10,
    })),
    shape,
  ),
  neighborGrid: neighborGrid(
    "Neighbours",
    [0, 1].map((n) => ({
      query: { image: picture(n), className: "cat" },
      neighbors: [
        { image: picture(n + 1), className: "dog" },
        { image: picture(n + 2), className: "cat" },
      ],
    })),
    shape,
  ),
  patchGrid: patchGrid(
    "Patches",
    [0, 1].map((f) => [0, 1].map((n) => ({ pixels: picture(f + n), name: `cat ${n}` }))),
    shape,
  ),
  repeats: repeats("Seeds", [
    { name: "plain", accuracies: [0.5, 0.52, 0.54], seeds: [1, 2, 3] },
    { name: "augmented", accuracies: [0.6, 0.58] },
  ]),
  stepCurve: stepCurve({ steps: [0, 0.1, 0.2], losses: [2, 1, 4], taken: 0.2, title: "A step" }),
  trainingLoss: trainingLoss(measured(2.3, 2.5, 1.9, 1.2), 2),
  validationAccuracy: validationAccuracy(
    measured(0.1, 0.4, 0.35),
    { iteration: 20, value: 0.4 },
    30,
  ),
  withSlider: withSlider(
    "k",
    [1, 3].map((k) => ({
      name: `${k}`,
      figure: matrices(`k = ${k}`, [{ title: "m", rows: [[k]] }]),
    })),
  ),
};

/** What a live display draws. */
export const CURVE: string = curveSvg({
  title: "Loss",
  points: [3, 1, 2].map((value, i) => ({ iteration: 5 * i, value })),
  iterations: 20,
  format: String,
});
