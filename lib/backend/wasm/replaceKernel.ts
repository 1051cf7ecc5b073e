import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { missing } from "./missingKernels.ts";

/** A call of a kernel of the WebAssembly backend. */
export interface Call<Inputs, Attributes> {
  readonly inputs: Inputs;
  readonly attrs: Attributes;
  readonly backend: BackendWasm;
}

/** TensorFlow.js's own kernels, by name. */
const originals = new Map<string, tf.KernelConfig>();

/**
 * Puts a kernel of the WebAssembly backend in the place of TensorFlow.js's own, if it has one.
 * Idempotent.
 *
 * @param compute gives its output; undefined where TensorFlow.js's own kernel is to compute
 */
export function replaceKernel<Inputs, Attributes>(
  kernelName: string,
  compute: (call: Call<Inputs, Attributes>) => tf.TensorInfo | tf.TensorInfo[] | undefined,
): void {
  const present = tf.getKernel(kernelName, "wasm");
  if (present && !originals.has(kernelName)) originals.set(kernelName, present);
  tf.registerKernel({
    ...originals.get(kernelName), // with what prepares it when a backend starts
    kernelName,
    backendName: "wasm",
    kernelFunc(call) {
      return compute(call as Call<Inputs, Attributes>) ?? original(kernelName, call);
    },
  });
}

/** Calls TensorFlow.js's own kernel. */
export function original(
  kernelName: string,
  call: Parameters<tf.KernelFunc>[0],
): tf.TensorInfo | tf.TensorInfo[] {
  return originals.get(kernelName)?.kernelFunc(call) ?? missing(kernelName);
}
