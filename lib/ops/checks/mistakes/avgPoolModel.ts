import type { AvgPool } from "../../avgPool.ts";
import { flatten } from "../../flatten.ts";
import { type Tensor, zeros } from "../../tensor.ts";
import { type Model, modelFrom, type Outcome, type Variation } from "./model.ts";
import { wrongOrders } from "./permutations.ts";

interface Place {
  y: number;
  x: number;
  f: number;
  ky: number;
  kx: number;
}

interface Change {
  /** What the sum over a cell is divided by, of `inside` elements on the inputs. */
  divisor?: (cellSize: number, inside: number) => number;
  /** The element of the inputs. */
  input?: (at: Place, cellSize: number) => [number, number, number];
  /** The element of value and dlossDvalue. */
  value?: (at: Place) => [number, number, number];
  without?: (at: Place) => boolean;
  /** An input gets the last of the terms in place of their sum. */
  overwrite?: true;
  gradient?: (dz: number, input: number) => number;
  running?: "y" | "x" | "f";
}

/** What the common mistakes would make of average pooling's value and gradient. */
export function avgPoolModel(op: AvgPool, dlossDvalue: Tensor): Model {
  const { height, width, filters, cellSize, inputHeight, inputWidth } = op;
  const ends: [keyof Place, number, string][] = [
    ["y", height, "height"],
    ["x", width, "width"],
    ["f", filters, "filters"],
    ["ky", cellSize, "cellSize"],
    ["kx", cellSize, "cellSize"],
  ];
  const loops = ends.flatMap(([name, end, size]): Variation<Change>[] => [
    {
      hint: `The last ${name} is left out: the loop runs while ${name} < ${size}.`,
      change: { without: (at) => at[name] === end - 1 },
    },
    {
      hint: `The first ${name} is left out: the loop starts at ${name} = 0.`,
      change: { without: (at) => at[name] === 0 },
    },
  ]);
  const both: Variation<Change>[] = [
    {
      hint: "The last y and the last x are left out: the loops run while y < height and x < width.",
      change: { without: ({ y, x }) => y === height - 1 || x === width - 1 },
    },
    {
      hint: "Cells that hang over the edge are left out: the elements that they have take part.",
      change: {
        without: ({ y, x }) => (y + 1) * cellSize > inputHeight || (x + 1) * cellSize > inputWidth,
      },
    },
  ];
  return modelFrom((change) => pool(op, dlossDvalue, change), {}, [
    // 3 ^ 2 is 1: as if it were not divided.
    ...divisors.filter(({ hint }) => cellSize !== 3 || hint !== XOR),
    ...gradients,
    ...loops,
    ...both,
    ...moved,
    ...orders,
  ]);
}

const divisor = (hint: string, by: (k: number, inside: number) => number): Variation<Change> => ({
  hint,
  change: { divisor: by },
});
const XOR = "^ is no power in TypeScript but XOR: the cell area is cellSize ** 2.";
const divisors = [
  divisor("It is not divided by the cell area, cellSize².", () => 1),
  divisor("It is divided by cellSize; the area of a cell is cellSize².", (k) => k),
  divisor("It is divided by the cell area twice.", (k) => k ** 4),
  divisor("It is multiplied by the cell area; it has to be divided.", (k) => k ** -2),
  divisor("It is multiplied by cellSize; divide by cellSize², the area of a cell.", (k) => 1 / k),
  divisor("It is divided by 2 · cellSize; the area of a cell is cellSize².", (k) => 2 * k),
  divisor("It is divided by cellSize³; the area of a cell is cellSize².", (k) => k ** 3),
  divisor(XOR, (k) => k ^ 2),
  divisor(
    "A cell that hangs over the edge is divided by the elements it has; divide by cellSize² everywhere.",
    (_, inside) => inside,
  ),
];

const gradients: Variation<Change>[] = [
  {
    hint: "dlossDvalue is missing: an input gets dlossDvalue[y, x, f] / cellSize².",
    change: { gradient: () => 1 },
  },
  {
    hint: "inputs.value has no place in the gradient: it is dlossDvalue[y, x, f] / cellSize².",
    change: { gradient: (dz, i) => dz * i },
  },
  ...(["y", "x", "f"] as const).map((running) => ({
    hint: "The sum is not set back to 0 for every y, x and f: it holds what the ones before left.",
    change: { running },
  })),
];

/** Cells that are laid elsewhere: whether terms are added or set makes a difference there. */
const moved: Variation<Change>[] = (
  [
    [
      "Cell y starts at row y · cellSize, not at row y (and x likewise): the stride is missing.",
      ({ y, x, f, ky, kx }) => [y + ky, x + kx, f],
    ],
    [
      "Only the first element of each cell takes part; all cellSize² do.",
      ({ y, x, f }, k) => [y * k, x * k, f],
    ],
    [
      "Row and col of a cell have changed places: they are y · cellSize + ky and x · cellSize + kx.",
      ({ y, x, f, ky, kx }, k) => [x * k + kx, y * k + ky, f],
    ],
    [
      "ky is missing: the row is y · cellSize + ky.",
      ({ y, x, f, kx }, k) => [y * k, x * k + kx, f],
    ],
    [
      "kx is missing: the col is x · cellSize + kx.",
      ({ y, x, f, ky }, k) => [y * k + ky, x * k, f],
    ],
    [
      "y and x are missing: row and col are y · cellSize + ky and x · cellSize + kx.",
      ({ f, ky, kx }) => [ky, kx, f],
    ],
    [
      "The stride of the rows is missing: the row is y · cellSize + ky.",
      ({ y, x, f, ky, kx }, k) => [y + ky, x * k + kx, f],
    ],
    [
      "The stride of the cols is missing: the col is x · cellSize + kx.",
      ({ y, x, f, ky, kx }, k) => [y * k + ky, x + kx, f],
    ],
    [
      "The stride belongs to y and x, not to ky and kx.",
      ({ y, x, f, ky, kx }, k) => [y + ky * k, x + kx * k, f],
    ],
    [
      "The indices of the inputs are in a wrong order: the channel f is the last.",
      ({ y, x, f, ky, kx }, k) => [f, y * k + ky, x * k + kx],
    ],
  ] satisfies [string, (at: Place, k: number) => [number, number, number]][]
).flatMap(([hint, input]) => [
  { hint, change: { input } },
  { hint, change: { input, overwrite: true } },
]);
const firstAlone: Variation<Change> = {
  hint: "Only the first element of each cell takes part; all cellSize² do.",
  change: { without: ({ ky, kx }) => ky > 0 || kx > 0 },
};
moved.push(firstAlone);

const orders = wrongOrders(3).map(
  (order): Variation<Change> => ({
    hint: "The indices of value and dlossDvalue are in a wrong order: they are [y, x, f].",
    change: {
      value: ({ y, x, f }) => {
        const right = [y, x, f];
        return [right[order[0]], right[order[1]], right[order[2]]];
      },
    },
    rare: true,
  }),
);

/** Average pooling, forward and backward, with some changes. */
function pool(op: AvgPool, dlossDvalue: Tensor, change: Change): Outcome {
  const { cellSize, inputHeight, inputWidth, height, width, filters } = op;
  const { divisor: by = (k) => k ** 2, input, value: valueAt, without, running } = change;
  const { overwrite, gradient = (dz: number) => dz } = change;
  const inputs = flatten(op.inputs.value);
  const value = zeros(dlossDvalue.shape);
  const dlossDinputs = zeros(op.inputs.value.shape);
  const dz = flatten(dlossDvalue);
  const at = {} as Place; // the loops fill it
  let outside = false;
  let z = 0;
  const place = ([a, b, c]: readonly number[], [A, B, C]: readonly number[]): number => {
    if (a >= A || b >= B || c >= C) outside = true;
    return (a * B + b) * C + c;
  };
  for (at.y = 0; at.y < height; at.y++) {
    if (running === "x") z = 0;
    for (at.x = 0; at.x < width; at.x++) {
      if (running === "f") z = 0;
      for (at.f = 0; at.f < filters; at.f++) {
        if (!running) z = 0;
        const rows = Math.min(cellSize, inputHeight - at.y * cellSize);
        const cols = Math.min(cellSize, inputWidth - at.x * cellSize);
        const share = 1 / by(cellSize, rows * cols);
        for (at.ky = 0; at.ky < rows; at.ky++) {
          for (at.kx = 0; at.kx < cols; at.kx++) {
            if (without?.(at)) continue;
            const from = input?.(at, cellSize) ?? [
              at.y * cellSize + at.ky,
              at.x * cellSize + at.kx,
              at.f,
            ];
            const i = place(from, dlossDinputs.shape);
            const j = place(valueAt?.(at) ?? [at.y, at.x, at.f], value.shape);
            if (outside) return {};
            z += inputs[i];
            value.data[j] = share * z;
            const term = share * gradient(dz[j], inputs[i]);
            dlossDinputs.data[i] = overwrite ? term : dlossDinputs.data[i] + term;
          }
        }
      }
    }
  }
  return { forward: value, "gradient wrt inputs": dlossDinputs };
}
