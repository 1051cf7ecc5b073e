import { type Edit, ends, type Row, row, running, wrongOrders } from "./edit.ts";

const divided = (by: string): Edit => [["/ area", by]];
const cell = "y * cellSize + ky, x * cellSize + kx, f";
/** Cells that lie elsewhere, where what comes to an input is summed, or set. */
const cellAt = (index: string): readonly Edit[] => [
  [
    [`inputs.get(${cell})`, `inputs.get(${index})`],
    [`dlossDinputs.set(${cell}, dz)`, `dlossDinputs.data[dlossDinputs.index(${index})] += dz`],
  ],
  [[cell, index]],
];
const onlyFirst: Edit = [
  ["ky < rows", "ky < 1"],
  ["kx < cols", "kx < 1"],
];

export const avgPool: readonly Row[] = [
  ...ends,
  running,
  row(/^It is not divided by/, divided("")),
  row("It is divided by cellSize; the area of a cell is cellSize².", divided("/ cellSize")),
  row(/^It is divided by the cell area twice/, divided("/ area / area")),
  row(/^It is multiplied by the cell area/, divided("* area")),
  row(/^It is multiplied by cellSize;/, divided("* cellSize")),
  row(/^It is divided by 2 · cellSize/, divided("/ (2 * cellSize)")),
  row(/^It is divided by cellSize³/, divided("/ cellSize / area")),
  row(/^\^ is no power/, divided("/ (cellSize ^ 2)")),
  row(/^A cell that hangs over the edge is divided/, divided("/ (rows * cols)")),
  row(/^dlossDvalue is missing/, [["dlossDvalue.get(y, x, f)", "1"]]),
  row(/^inputs\.value has no place/, [
    [`${cell}, dz`, `${cell}, dz * this.inputs.value.get(${cell})`],
  ]),
  row(/^The last ky is left out/, [["ky < rows", "ky < Math.min(rows, cellSize - 1)"]]),
  row(/^The last kx is left out/, [["kx < cols", "kx < Math.min(cols, cellSize - 1)"]]),
  row(/^Cells that hang over the edge are left out/, [
    ["y < this.height", "(y + 1) * cellSize <= this.inputHeight"],
    ["x < this.width", "(x + 1) * cellSize <= this.inputWidth"],
  ]),
  row(/^Cell y starts at row/, ...cellAt("y + ky, x + kx, f")),
  row(/^Only the first element of each/, ...cellAt("y * cellSize, x * cellSize, f"), onlyFirst),
  row(/^Row and col of a cell/, ...cellAt("x * cellSize + kx, y * cellSize + ky, f")),
  row(/^ky is missing/, ...cellAt("y * cellSize, x * cellSize + kx, f")),
  row(/^kx is missing/, ...cellAt("y * cellSize + ky, x * cellSize, f")),
  row(/^y and x are missing/, ...cellAt("ky, kx, f")),
  row(/^The stride of the rows is missing/, ...cellAt("y + ky, x * cellSize + kx, f")),
  row(/^The stride of the cols is missing/, ...cellAt("y * cellSize + ky, x + kx, f")),
  row(/^The stride belongs to y and x/, ...cellAt("y + ky * cellSize, x + kx * cellSize, f")),
  row(/^The indices of the inputs/, ...cellAt("f, y * cellSize + ky, x * cellSize + kx")),
  row(
    "The indices of value and dlossDvalue are in a wrong order: they are [y, x, f].",
    ...wrongOrders.map(
      (index): Edit => [
        ["value.set(y, x, f", `value.set(${index}`],
        ["dlossDvalue.get(y, x, f)", `dlossDvalue.get(${index})`],
      ],
    ),
  ),
];
