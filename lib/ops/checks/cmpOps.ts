import type * as Tf from "@tensorflow/tfjs";
import { type Random, seededRandom } from "../../data/random.ts";
import { flatten } from "../flatten.ts";
import { type Tensor, tensor } from "../tensor.ts";
import { draw } from "./attempt.ts";
import type { CheckedOp } from "./checkedOp.ts";
import { CheckReport } from "./checkReport.ts";
import { judge } from "./judge.ts";
import type { Outcome } from "./mistakes/model.ts";
import { modelOf } from "./mistakes/modelOf.ts";
import { numericGradients } from "./numericGradients.ts";
import { showReport } from "./showReport.ts";

/**
 * The same operation in TensorFlow.js. It gets the inputs behind a batch axis,
 * [1, height, width, filters], and the weights with their first axis last:
 * [filters, ky, kx, kf] become [ky, kx, kf, filters].
 */
export type TfOp = (inputs: Tf.Tensor4D, weights: Tf.Tensor4D) => Tf.Tensor;

export interface CmpOpsOptions {
  /** TensorFlow.js as the caller imported it: `import * as tf from "@tensorflow/tfjs"`. */
  tf: typeof Tf;
  /** Allowed difference, in units of the reference's largest number (at least 1). Default 1e-5. */
  bound?: number;
  /** Draws the gradient that `backward()` starts from. Default: the same draws every time. */
  random?: Random;
  /** Gets the report. Default: puts its table under the running cell, or prints it. */
  show?: (report: CheckReport) => void;
}

/**
 * Holds an op against TensorFlow.js: the forward pass, the gradient with respect to the inputs and,
 * where there are weights, the gradient with respect to them.
 *
 * TensorFlow.js computes in float32; the default bound leaves room for its rounding.
 */
export function cmpOps(
  op: CheckedOp,
  tfOp: TfOp,
  { tf, bound = 1e-5, random = seededRandom(0), show = showReport }: CmpOpsOptions,
): CheckReport {
  const given = draw(op, random);
  let right: Outcome = {};
  tf.tidy(() => {
    right = differentiate(tf, op, tfOp, given.dlossDvalue);
  });
  const { comparisons, notes } = judge({
    op,
    given,
    model: modelOf(op, given),
    right,
    own: (made) => numericGradients(op, made, 1e-4),
    byOwn: false,
    bound,
  });
  const report = new CheckReport(
    `${op.constructor.name} against TensorFlow.js`,
    comparisons,
    notes,
  );
  show(report);
  return report;
}

/** What TensorFlow.js makes of the op's inputs and weights; no gradients of a value of another size. */
function differentiate(tf: typeof Tf, op: CheckedOp, tfOp: TfOp, dlossDvalue: Tensor): Outcome {
  const toTf = (t: Tensor, [a, b, c, d]: readonly number[]): Tf.Tensor4D =>
    tf.tensor4d(Float32Array.from(flatten(t)), [a, b, c, d]);
  const fromTf = (t: Tf.Tensor, shape: readonly number[]): Tensor => tensor(t.dataSync(), shape);

  const variables = [toTf(op.inputs.value, [1, ...op.inputs.value.shape])];
  if ("weights" in op) {
    variables.push(tf.transpose(toTf(op.weights, op.weights.shape), [1, 2, 3, 0]));
  }
  const value = tfOp(variables[0], variables[1]);
  const isLoss = !("dlossDvalue" in op);
  const shape = isLoss && value.size === 1 ? [] : value.shape.slice(1);
  const forward = fromTf(value, shape);
  if (forward.size !== dlossDvalue.size) return { forward };

  const upstream = tf.tensor(Float32Array.from(dlossDvalue.data), value.shape);
  const loss = (...at: Tf.Tensor[]): Tf.Tensor =>
    tf.sum(tf.mul(tfOp(at[0] as Tf.Tensor4D, at[1] as Tf.Tensor4D), upstream));
  const [dlossDinputs, dlossDweights] = tf.grads(loss)(variables);
  return {
    forward,
    "gradient wrt inputs": fromTf(dlossDinputs, op.inputs.value.shape),
    ...("weights" in op && {
      "gradient wrt weights": fromTf(tf.transpose(dlossDweights, [3, 0, 1, 2]), op.weights.shape),
    }),
  };
}
