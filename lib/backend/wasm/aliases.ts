import * as tf from "@tensorflow/tfjs";
import { heapViews } from "./heapViews.ts";
import { missing } from "./missingKernels.ts";
import { type Call, replaceKernel } from "./replaceKernel.ts";

type Conversion = Call<{ x: tf.TensorInfo }, { dtype: tf.DataType } | undefined>;

/**
 * Lets the WebAssembly backend copy no values that stay the same, and convert to truth values, which
 * TensorFlow.js leaves the whole numbers that they were. Idempotent.
 */
export function registerAliases(): void {
  replaceKernel(tf.Identity, alias);
  replaceKernel(tf.Cast, (call: Conversion) => alias(call) ?? truth(call));
}

/** The same values under another name, where TensorFlow.js copies what does not change its type. */
export function alias(call: Conversion): tf.TensorInfo | undefined {
  const { dataId, shape, dtype } = call.inputs.x;
  if (dtype === "string" || (call.attrs?.dtype ?? dtype) !== dtype) return undefined;
  call.backend.incRef(dataId);
  return { dataId, shape, dtype };
}

/** False for zeros, else true. */
function truth({ inputs, attrs, backend }: Conversion): tf.TensorInfo | undefined {
  if (attrs?.dtype === "complex64") return missing("Cast to complex64");
  if (attrs?.dtype !== "bool") return undefined;
  const out = backend.makeOutput(inputs.x.shape, "bool");
  const [from, to] = heapViews(backend, inputs.x, out);
  for (let i = 0; i < to.length; i++) to[i] = from[i] === 0 ? 0 : 1;
  return out;
}
