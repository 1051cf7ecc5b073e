import { type Edit, ends, type Row, row, wrongOrders } from "./edit.ts";

const input = "inputs.get(y, x, f)";
const clipped = (value: string): Edit => [[`Math.max(0, ${input})`, value]];
const passed = (gradient: string): Edit => [
  ["if (value.get(y, x, f) > 0)", ""],
  ["dlossDvalue.get(y, x, f)", gradient],
];
const dz = "dlossDvalue.get(y, x, f)";
const value = "value.get(y, x, f)";

export const relu: readonly Row[] = [
  ...ends,
  row(/^Negative inputs are not clipped/, clipped(input)),
  row(/^It is the absolute value/, clipped(`Math.abs(${input})`)),
  row(
    /^The wrong side is clipped/,
    clipped(`Math.min(0, ${input})`),
    clipped(`Math.max(0, -${input})`),
  ),
  row(/^It is the slope, 0 or 1/, clipped(`Number(${input} > 0)`)),
  row(/^It is clipped at 1/, clipped(`Math.max(1, ${input})`)),
  row(
    /leaky ReLU/,
    ...["0.01", "0.1", "0.2"].map((part) => clipped(`Math.max(${part} * ${input}, ${input})`)),
  ),
  row(/^The gradient passes everywhere/, passed(dz)),
  row(/^This is the slope alone/, passed(`Number(${value} > 0)`)),
  row(/^The sign of dlossDvalue decides/, passed(`Math.max(0, ${dz})`)),
  row(/^The gradient passes where the value is 0/, passed(`${value} === 0 ? ${dz} : 0`)),
  row(/^dlossDvalue is multiplied by the value/, passed(`${value} * ${dz}`)),
  row(
    "The indices are in a wrong order: they are [y, x, f].",
    ...wrongOrders.map(
      (index): Edit => [
        [input, `inputs.get(${index})`],
        [dz, `dlossDvalue.get(${index})`],
      ],
    ),
  ),
];
