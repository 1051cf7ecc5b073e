import type { AvgPool } from "../avgPool.ts";
import { type Tensor, zeros } from "../tensor.ts";
import type { Quantity } from "./attempt.ts";
import type { Mistake } from "./mistake.ts";

/** What the common mistakes would make of average pooling's value and gradient. */
export function avgPoolMistakes(op: AvgPool, dlossDvalue: Tensor, quantity: Quantity): Mistake[] {
  return variations.map(({ hint, ...variation }) => {
    const { value, dlossDinputs } = poolWith(op, dlossDvalue, variation);
    return { hint, result: quantity === "forward" ? value : dlossDinputs };
  });
}

interface Variation {
  /** What the sum over a cell is divided by, of K² elements, `inside` of them on the inputs. */
  divisor?: (area: number, inside: number) => number;
  /** From one cell to the next. */
  step?: (cellSize: number) => number;
  /** The part of a cell that is used, along an axis. */
  reach?: (cellSize: number) => number;
}

const variations: (Variation & { hint: string })[] = [
  { hint: "It is not divided by the cell area, cellSize².", divisor: () => 1 },
  {
    hint: "It is divided by cellSize; the area of a cell is cellSize².",
    divisor: (area) => Math.sqrt(area),
  },
  {
    hint: "It is divided by the cell area twice.",
    divisor: (area) => area ** 2,
  },
  {
    hint: "A cell that hangs over the edge is divided by the elements it has; divide by cellSize² everywhere.",
    divisor: (_, inside) => inside,
  },
  {
    hint: "Cell y starts at row y · cellSize, not at row y (and x likewise): the stride is missing.",
    step: () => 1,
  },
  {
    hint: "Only the first element of each cell takes part; all cellSize² do.",
    reach: () => 1,
  },
];

/** Average pooling, forward and backward, with one mistake. */
function poolWith(
  op: AvgPool,
  dlossDvalue: Tensor,
  { divisor = (area) => area, step = (k) => k, reach = (k) => k }: Variation,
): { value: Tensor; dlossDinputs: Tensor } {
  const { inputs, cellSize, inputHeight, inputWidth } = op;
  const value = zeros(op.value.shape);
  const dlossDinputs = zeros(inputs.value.shape);
  for (let y = 0; y < op.height; y++)
    for (let x = 0; x < op.width; x++)
      for (let f = 0; f < op.filters; f++) {
        const rows = Math.min(cellSize, inputHeight - y * cellSize);
        const cols = Math.min(cellSize, inputWidth - x * cellSize);
        const share = 1 / divisor(cellSize ** 2, rows * cols);
        for (let ky = 0; ky < Math.min(rows, reach(cellSize)); ky++)
          for (let kx = 0; kx < Math.min(cols, reach(cellSize)); kx++) {
            const i = dlossDinputs.index(y * step(cellSize) + ky, x * step(cellSize) + kx, f);
            dlossDinputs.data[i] += share * dlossDvalue.get(y, x, f);
            const z = inputs.value.get(y * step(cellSize) + ky, x * step(cellSize) + kx, f);
            value.set(y, x, f, value.get(y, x, f) + share * z);
          }
      }
  return { value, dlossDinputs };
}
