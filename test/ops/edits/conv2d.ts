import { type Edit, ends, type Row, row, running } from "./edit.ts";
import { products } from "./products.ts";

const weightsOf = (index: string): Edit => [["(f, ky, kx, kf)", `(${index})`]];
const inputsAt = (index: string): Edit => [["(iy, ix, kf)", `(${index})`]];
/** Every term goes to another number of the value, and comes from there. */
const valueAt = (index: string): Edit => [
  ["z += ", `value.data[value.index(${index})] = z += `],
  ["value.set(y, x, f, z);", ""],
  ["dz * ", `dlossDvalue.get(${index}) * `],
  ["const dz = dlossDvalue.get(y, x, f);", ""],
];
const shifted = (by: string): Edit => [
  ["- this.paddingTop", `- this.paddingTop ${by}`],
  ["- this.paddingLeft", `- this.paddingLeft ${by}`],
];
/** Where a sentence such as "y + kx" says that an element is. */
const coordinate = (text: string, before: string) =>
  text.replace(/\b[yx]\b/, "$& * this.stride").replace(/\bk[yx]\b/, "$& * this.dilation") +
  ` - this.padding${before}`;
const rowAndCol = (y: string, x: string): Edit =>
  inputsAt(`${coordinate(y, "Top")}, ${coordinate(x, "Left")}, kf`);

export const conv2d: readonly Row[] = [
  ...products("inputs.get(iy, ix, kf)", "weights.get(f, ky, kx, kf)", ""),
  ...ends,
  running,
  row(/^The kernel is transposed/, weightsOf("f, kx, ky, kf"), rowAndCol("y + kx", "x + ky")),
  row(
    /^The kernel is flipped/,
    weightsOf("f, this.kernelSize - 1 - ky, this.kernelSize - 1 - kx, kf"),
  ),
  row(/^Rows and cols of the inputs are one too large/, shifted("+ 1")),
  row(/^Rows and cols of the inputs are one too small/, shifted("- 1")),
  row(/^The stride is missing/, [[" * this.stride", ""]]),
  row(/^The dilation is missing/, [[" * this.dilation", ""]]),
  row(/^The padding is missing/, [
    [" - this.paddingTop", ""],
    [" - this.paddingLeft", ""],
  ]),
  row("The last ky and the last kx are left out: the loops run while ky, kx < kernelSize.", [
    ["ky < this.kernelSize", "ky < this.kernelSize - 1"],
    ["kx < this.kernelSize", "kx < this.kernelSize - 1"],
  ]),
  [/^The indices of the weights .* not \[(.*)\]\.$/, (index) => [weightsOf(index)]],
  [/^The indices of value and dlossDvalue .* not \[(.*)\]\.$/, (index) => [valueAt(index)]],
  [
    /^The indices of the inputs .* not \[(.*)\]\.$/,
    (index) => [inputsAt(index.replace("y + ky", "iy").replace("x + kx", "ix"))],
  ],
  [/^Row and col of the inputs are (.*) and (.*); they/, (y, x) => [rowAndCol(y, x)]],
  row("The channel of the inputs is kf, not f.", inputsAt("iy, ix, f")),
  row("The filter of value and dlossDvalue is f, not kf.", valueAt("y, x, kf")),
  row("The first index of the weights is f, not kf.", weightsOf("kf, ky, kx, kf")),
  row("The last index of the weights is kf, not f.", weightsOf("f, ky, kx, f")),
  row(
    "dlossDvalue is read at the place of the inputs; it is dlossDvalue[y, x, f].",
    valueAt("iy, ix, f"),
  ),
];
