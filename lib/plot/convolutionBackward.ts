import type { Figure } from "./figure.ts";
import { matrices } from "./matrices.ts";
import { withSlider } from "./withSlider.ts";

type Rows = readonly (readonly number[])[];

/** A convolution of one channel with one filter, and the gradient that comes back to its value. */
export interface ConvolutionBackward {
  /** [H, W] */
  readonly inputs: Rows;
  /** [K, K] */
  readonly weights: Rows;
  /** ∂L/∂v, [H − K + 1, W − K + 1] */
  readonly dlossDvalue: Rows;
}

/**
 * Goes through the products of a convolution backward, one a step of a slider: each product i·w of a value v
 * adds ∂L/∂v · w to the gradient of its input and ∂L/∂v · i to that of its weight. What takes part is framed.
 *
 * @throws RangeError when the gradient is not as large as the value of these inputs and weights
 */
export function convolutionBackward(title: string, pass: ConvolutionBackward): Figure {
  const { inputs, weights, dlossDvalue } = pass;
  check(pass);
  const dInputs = inputs.map((row) => row.map(() => 0));
  const dWeights = weights.map((row) => row.map(() => 0));
  const steps = dlossDvalue.flatMap((row, y) =>
    row.flatMap((dv, x) =>
      weights.flatMap((filterRow, ky) =>
        filterRow.map((w, kx) => {
          const [iy, ix] = [y + ky, x + kx];
          const i = inputs[iy][ix];
          dInputs[iy][ix] += dv * w;
          dWeights[ky][kx] += dv * i;
          const [toInput, toWeight] = [written(dv * w), written(dv * i)];
          const term =
            `∂L/∂i at (${iy}, ${ix}) gets ${written(dv)} · ${written(w)} = ${toInput}, ` +
            `∂L/∂w at (${ky}, ${kx}) gets ${written(dv)} · ${written(i)} = ${toWeight}`;
          const figure = matrices(`${title}<br><sup>${term}</sup>`, [
            { title: "inputs i", rows: inputs, frame: [iy, ix, 1, 1] },
            { title: "weights w", rows: weights, frame: [ky, kx, 1, 1] },
            { title: "∂L/∂v", rows: dlossDvalue, frame: [y, x, 1, 1] },
            { title: "∂L/∂i so far", rows: copied(dInputs), frame: [iy, ix, 1, 1] },
            { title: "∂L/∂w so far", rows: copied(dWeights), frame: [ky, kx, 1, 1] },
          ]);
          return { name: `v(${y}, ${x}), w(${ky}, ${kx})`, figure };
        }),
      ),
    ),
  );
  return withSlider("product of", steps);
}

const copied = (rows: Rows): number[][] => rows.map((row) => [...row]);

const written = (z: number) => String(z).replace("-", "−");

function check({ inputs, weights, dlossDvalue }: ConvolutionBackward): void {
  const sizes = (rows: Rows) => [rows.length, rows[0]?.length ?? 0];
  const [[H, W], [rows, cols]] = [sizes(inputs), sizes(weights)];
  const expected = [H - rows + 1, W - cols + 1];
  const given = sizes(dlossDvalue);
  if (expected.join() !== given.join()) {
    throw new RangeError(
      `convolutionBackward: inputs [${[H, W]}] and weights [${[rows, cols]}] have a value [${expected}], ` +
        `the gradient is [${given}]`,
    );
  }
}
