import { type Edit, type Row, row } from "./edit.ts";

/** The mistakes in the product of an input and a weight, written as an op writes them. */
export function products(input: string, weight: string, sums: string): Row[] {
  const [forward, inputs, weights] = [`${input} * ${weight}`, `dz * ${weight}`, `dz * ${input}`];
  const terms = (z: string, di: string, dw: string): Edit => [
    [forward, z],
    [inputs, di],
    [weights, dw],
  ];
  return [
    row(/^dlossDvalue is missing: every/, terms(forward, weight, input)),
    row(/^Inputs and weights are mixed up/, terms(forward, weights, inputs)),
    row(/^The weights are missing/, terms(input, "dz", weights)),
    row(/^The inputs are missing/, terms(weight, inputs, "dz")),
    row(
      /^The two factors of a term are added/,
      terms(`${input} + ${weight}`, `dz + ${weight}`, `dz + ${input}`),
    ),
    row(
      /^One factor of a term is divided by the other/,
      terms(`${weight} / ${input}`, `${weight} / dz`, `${input} / dz`),
      terms(`${input} / ${weight}`, `dz / ${weight}`, `dz / ${input}`),
    ),
    row(
      /^A term has one factor too many/,
      terms(forward, `${inputs} * ${input}`, `${weights} * ${weight}`),
    ),
    row(/^It is not summed/, [
      ["z += ", "z = "],
      ["] += dz", "] = dz"],
    ]),
    row(/^dlossDweights starts from weights/, [
      ["zeros(weights.shape);", "zeros(weights.shape); dlossDweights.data.set(weights.data);"],
      [sums, sums.replace("dz *", `${weight} + dz *`)],
    ]),
    row(/^dlossDinputs starts from inputs/, [
      ["zeros(inputs.shape);", "zeros(inputs.shape); dlossDinputs.data.set(inputs.data);"],
    ]),
  ];
}
