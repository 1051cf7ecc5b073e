import * as tf from "@tensorflow/tfjs";
import { replaceKernel } from "./replaceKernel.ts";

/**
 * Gives the WebAssembly backend `tf.einsum`, which it lacks, as a product of matrices. Idempotent.
 */
export function registerEinsum(): void {
  replaceKernel<tf.Tensor[], { equation: string }>(tf.Einsum, ({ inputs, attrs }) =>
    tf.tidy(() => einsum(attrs.equation.replaceAll(" ", ""), Object.values(inputs))),
  );
}

/** A tensor whose axes have names, a letter each. */
interface Named {
  readonly x: tf.Tensor;
  readonly axes: string;
}

function einsum(equation: string, tensors: tf.Tensor[]): tf.Tensor {
  const [left, result] = equation.split("->");
  const terms = left.split(",");
  const { allDims, idDims } = tf.backend_util.decodeEinsumEquation(equation, tensors.length);
  tf.backend_util.checkEinsumDimSizes(allDims.length, idDims, tensors);
  if (new Set(result).size < result.length) {
    throw new RangeError(`einsum: "${equation}" gives an axis twice, it takes each once`);
  }
  const [a, b] = tensors.map((x, i): Named => {
    const others = [result, ...terms.filter((_, j) => j !== i)].join("");
    return summed({ x, axes: terms[i] }, others);
  });
  return b ? product(a, b, result) : ordered(a, result);
}

/** Sums over the axes that nothing else has. */
function summed({ x, axes }: Named, others: string): Named {
  const gone = [...axes].flatMap((axis, i) => (others.includes(axis) ? [] : i));
  const kept = [...axes].filter((axis) => others.includes(axis)).join("");
  return gone.length === 0 ? { x, axes } : { x: x.sum(gone), axes: kept };
}

/** Σ of a·b over the axes that both have and the result has not. */
function product(a: Named, b: Named, result: string): tf.Tensor {
  const both = [...a.axes].filter((axis) => b.axes.includes(axis));
  const batch = both.filter((axis) => result.includes(axis)).join("");
  const inner = both.filter((axis) => !result.includes(axis)).join("");
  const ofA = [...a.axes].filter((axis) => !both.includes(axis)).join("");
  const ofB = [...b.axes].filter((axis) => !both.includes(axis)).join("");
  const sizes = new Map(
    [a, b].flatMap(({ x, axes }) => [...axes].map((axis, i) => [axis, x.shape[i]])),
  );
  const size = (axes: string) =>
    [...axes].reduce((product, axis) => product * (sizes.get(axis) ?? 1), 1);
  const matrices = (named: Named, rows: string, columns: string) =>
    ordered(named, batch + rows + columns).reshape<tf.Tensor3D>([
      size(batch),
      size(rows),
      size(columns),
    ]);
  const x = matrices(a, ofA, inner).matMul(matrices(b, inner, ofB));
  const axes = batch + ofA + ofB;
  return ordered({ x: x.reshape([...axes].map((axis) => size(axis))), axes }, result);
}

/** The axes in another order. */
function ordered({ x, axes }: Named, order: string): tf.Tensor {
  return axes === order ? x.clone() : x.transpose([...order].map((axis) => axes.indexOf(axis)));
}
