import type { Variation } from "./model.ts";
import type { Terms, WindowChange } from "./windows.ts";

/** How an op writes the factors of its terms. */
interface Factors {
  readonly value: string;
  readonly weight: string;
  readonly input: string;
  /** What dlossDweights does with dlossDvalue · inputs: "sums", or "is" where it is one term. */
  readonly sums: string;
}

/** Another arithmetic of the terms of a sum of products. */
export const term = (hint: string, terms: Terms): Variation<WindowChange> => ({
  hint,
  change: { term: terms },
});

/** The mistakes in the product of two factors, which a convolution and a dense layer share. */
export const productMistakes = ({
  value,
  weight,
  input,
  sums,
}: Factors): Variation<WindowChange>[] => [
  term(`dlossDvalue is missing: every term is multiplied by ${value}.`, {
    inputs: (_, w) => w,
    weights: (_, i) => i,
  }),
  term(
    `Inputs and weights are mixed up: dlossDinputs sums dlossDvalue · weights, dlossDweights ${sums} dlossDvalue · inputs.`,
    { inputs: (dz, _, i) => dz * i, weights: (dz, _, w) => dz * w },
  ),
  term(`The weights are missing: every term is multiplied by ${weight}.`, {
    forward: (i) => i,
    inputs: (dz) => dz,
  }),
  term(`The inputs are missing: every term is multiplied by ${input}.`, {
    forward: (_, w) => w,
    weights: (dz) => dz,
  }),
  term("The two factors of a term are added: multiply them, * in place of +.", {
    forward: (i, w) => i + w,
    inputs: (dz, w) => dz + w,
    weights: (dz, i) => dz + i,
  }),
  term("One factor of a term is divided by the other: multiply them, * in place of /.", {
    forward: (i, w) => w / i,
    inputs: (dz, w) => w / dz,
    weights: (dz, i) => i / dz,
  }),
  term("One factor of a term is divided by the other: multiply them, * in place of /.", {
    forward: (i, w) => i / w,
    inputs: (dz, w) => dz / w,
    weights: (dz, i) => dz / i,
  }),
];
