import type { Conv2D } from "../../conv2d.ts";
import { flatten } from "../../flatten.ts";
import type { Tensor } from "../../tensor.ts";
import { type Model, modelFrom, type Variation } from "./model.ts";
import { wrongOrders } from "./permutations.ts";
import { productMistakes, term } from "./productMistakes.ts";
import { convolve, type Place, type WindowChange } from "./windows.ts";

/** What the common mistakes would make of a convolution's value and gradients. */
export function conv2dModel(op: Conv2D, dlossDvalue: Tensor): Model {
  const { stride, dilation, paddingTop: top, paddingLeft: left, weights } = op;
  const inputs = op.inputs.value;
  const windows = { inputs, weights, dlossDvalue, stride, dilation, top, left };
  const variations: Variation<WindowChange>[] = [
    // Without a padding of 1, places are off by one as well.
    ...kernels.filter(({ change }) => change.shift === undefined || change.shift !== top),
    ...sums,
    { hint: "The stride is missing: window y starts at row y · stride.", change: { stride: 1 } },
    {
      hint: "The dilation is missing: weight ky lies ky · dilation rows further.",
      change: { dilation: 1 },
    },
    {
      hint: "The padding is missing: window 0 starts paddingTop rows above the inputs.",
      change: { padding: 0 },
    },
    ...products,
    {
      hint: "dlossDweights starts from weights: the sum has to start from zeros.",
      change: { startWeights: flatten(weights) },
    },
    {
      hint: "dlossDinputs starts from inputs.value: the sum has to start from zeros.",
      change: { startInputs: flatten(inputs) },
    },
    ...loops(op),
    ...orders,
    ...places(op),
  ];
  const terms = dlossDvalue.size * weights.size;
  return modelFrom((change) => convolve(windows, change), {}, variations, {
    pairs: terms < 1e5,
  });
}

const TRANSPOSED =
  "The kernel is transposed: rows and cols of the weights, ky and kx, have changed places.";

const kernels: Variation<WindowChange>[] = [
  {
    hint: TRANSPOSED,
    change: { weight: ({ f, ky, kx, kf }) => [f, kx, ky, kf] },
  },
  {
    hint: "Rows and cols of the inputs are one too large: ky and kx start at 0.",
    change: { shift: 1 },
  },
  {
    hint: "Rows and cols of the inputs are one too small: ky and kx start at 0.",
    change: { shift: -1 },
  },
];

const sums: Variation<WindowChange>[] = [
  {
    hint: "It is not summed: every position overwrites what the one before gave; use += in place of =.",
    change: { overwrite: true },
  },
  ...(["y", "x", "f"] as const).map((running) => ({
    hint: "The sum is not set back to 0 for every y, x and f: it holds what the ones before left.",
    change: { running },
  })),
];

const products = [
  ...productMistakes({
    value: "dlossDvalue[y, x, f]",
    weight: "weights[f, ky, kx, kf]",
    input: "inputs[y + ky, x + kx, kf]",
    sums: "sums",
  }),
  term("A term has one factor too many: it is the product of two.", {
    inputs: (dz, w, i) => dz * w * i,
    weights: (dz, i, w) => dz * i * w,
  }),
];

/** A loop that ends or starts one too early or too late. */
function loops(op: Conv2D): Variation<WindowChange>[] {
  const { height, width, filters, kernelSize, inputFilters } = op;
  const ends: [keyof Place, number, string][] = [
    ["y", height, "height"],
    ["x", width, "width"],
    ["f", filters, "filters"],
    ["ky", kernelSize, "kernelSize"],
    ["kx", kernelSize, "kernelSize"],
    ["kf", inputFilters, "inputFilters"],
  ];
  return [
    ...ends.flatMap(([name, end, size]) => [
      {
        hint: `The last ${name} is left out: the loop runs while ${name} < ${size}.`,
        change: { without: (at: Place) => at[name] === end - 1 },
      },
      {
        hint: `The first ${name} is left out: the loop starts at ${name} = 0.`,
        change: { without: (at: Place) => at[name] === 0 },
      },
    ]),
    {
      hint: "The last y and the last x are left out: the loops run while y < height and x < width.",
      change: { without: ({ y, x }) => y === height - 1 || x === width - 1 },
    },
    {
      hint: "The last ky and the last kx are left out: the loops run while ky, kx < kernelSize.",
      change: { without: ({ ky, kx }) => ky === kernelSize - 1 || kx === kernelSize - 1 },
    },
    {
      hint: "The kernel is flipped: weights[f, ky, kx, kf] goes with inputs[y + ky, x + kx, kf].",
      change: {
        weight: ({ f, ky, kx, kf }) => [f, kernelSize - 1 - ky, kernelSize - 1 - kx, kf],
      },
    },
  ];
}

const rare = true;

/** The right indices in a wrong order. */
const orders: Variation<WindowChange>[] = [
  ...wrongOrders(4)
    .filter((order) => String(order) !== "0,2,1,3") // the transposed kernel
    .map((order) => ({
      hint: `The indices of the weights are in a wrong order: they are [f, ky, kx, kf], not [${order.map((i) => ["f", "ky", "kx", "kf"][i]).join(", ")}].`,
      change: {
        weight: ({ f, ky, kx, kf }: Place): [number, number, number, number] => {
          const right = [f, ky, kx, kf];
          return [right[order[0]], right[order[1]], right[order[2]], right[order[3]]];
        },
      },
      rare,
    })),
  ...wrongOrders(3).map((order) => ({
    hint: `The indices of value and dlossDvalue are in a wrong order: they are [y, x, f], not [${order.map((i) => ["y", "x", "f"][i]).join(", ")}].`,
    change: {
      value: ({ y, x, f }: Place): [number, number, number] => {
        const right = [y, x, f];
        return [right[order[0]], right[order[1]], right[order[2]]];
      },
    },
    rare,
  })),
  ...wrongOrders(3).map((order) => ({
    hint: `The indices of the inputs are in a wrong order: they are [y + ky, x + kx, kf], not [${order.map((i) => ["y + ky", "x + kx", "kf"][i]).join(", ")}].`,
    change: {
      input: ({ iy, ix, kf }: Place): [number, number, number] => {
        const right = [iy, ix, kf];
        return [right[order[0]], right[order[1]], right[order[2]]];
      },
    },
    rare,
  })),
];

/** Another number where one of the indices has to be. */
function places(op: Conv2D): Variation<WindowChange>[] {
  const { stride, dilation, paddingTop: top, paddingLeft: left } = op;
  type Coordinate = { text: string; at: (place: Place) => number };
  const coordinates = (y: "y" | "x", x: "y" | "x", before: number): Coordinate[] => {
    const [ky, kx] = [`k${y}`, `k${x}`] as ["ky" | "kx", "ky" | "kx"];
    return [
      { text: `${y} + ${ky}`, at: (p) => p[y] * stride + p[ky] * dilation - before },
      { text: y, at: (p) => p[y] * stride - before },
      { text: ky, at: (p) => p[ky] * dilation - before },
      { text: `${y} + ${kx}`, at: (p) => p[y] * stride + p[kx] * dilation - before },
      { text: `${x} + ${ky}`, at: (p) => p[x] * stride + p[ky] * dilation - before },
      { text: `${x} + ${kx}`, at: (p) => p[x] * stride + p[kx] * dilation - before },
    ];
  };
  const rows = coordinates("y", "x", top);
  const cols = coordinates("x", "y", left);
  const moved = rows.flatMap((row, r) =>
    cols.flatMap((col, c): Variation<WindowChange>[] =>
      (r === 0 && c === 0) || (r === 5 && c === 5)
        ? []
        : [
            {
              hint:
                r === 3 && c === 3
                  ? TRANSPOSED
                  : `Row and col of the inputs are ${row.text} and ${col.text}; they have to be y + ky and x + kx.`,
              change: { input: (p) => [row.at(p), col.at(p), p.kf] },
              rare,
            },
          ],
    ),
  );
  return [
    ...moved,
    {
      hint: "The channel of the inputs is kf, not f.",
      change: { input: ({ iy, ix, f }) => [iy, ix, f] },
      rare,
    },
    {
      hint: "The filter of value and dlossDvalue is f, not kf.",
      change: { value: ({ y, x, kf }) => [y, x, kf] },
      rare,
    },
    {
      hint: "The first index of the weights is f, not kf.",
      change: { weight: ({ kf, ky, kx }) => [kf, ky, kx, kf] },
      rare,
    },
    {
      hint: "The last index of the weights is kf, not f.",
      change: { weight: ({ f, ky, kx }) => [f, ky, kx, f] },
      rare,
    },
    {
      hint: "dlossDvalue is read at the place of the inputs; it is dlossDvalue[y, x, f].",
      change: { value: ({ iy, ix, f }) => [iy, ix, f] },
      rare,
    },
  ];
}
