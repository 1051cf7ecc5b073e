import { type Row, row } from "./edit.ts";
import { products } from "./products.ts";

export const dense: readonly Row[] = [
  ...products(
    "inputs.get(y, x, f)",
    "weights.get(u, y, x, f)",
    "dlossDweights.set(u, y, x, f, dz * ",
  ),
  row("The sum is not set back to 0 for every unit: it holds what the ones before left.", [
    ["let z = 0;", ""],
    ["this.resetValues();", "this.resetValues(); let z = 0;"],
  ]),
  row(/^The last unit is left out/, [["u < this.units", "u < this.units - 1"]]),
  row(/^The first unit is left out/, [["let u = 0", "let u = 1"]]),
  row(/^Every unit has the weights of the first/, [
    ["weights.get(u, y, x, f)", "weights.get(0, y, x, f)"],
    [
      "dlossDweights.set(u, y, x, f, dz",
      "dlossDweights.set(0, y, x, f, dlossDweights.get(0, y, x, f) + dz",
    ],
  ]),
  row(/^Rows and cols have changed places/, [
    ["weights.get(u, y, x, f)", "weights.get(u, x, y, f)"],
    ["dlossDweights.set(u, y, x, f", "dlossDweights.set(u, x, y, f"],
  ]),
];
