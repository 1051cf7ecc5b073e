import * as tf from "@tensorflow/tfjs";

type Inputs = Record<string, tf.TensorInfo | undefined>;
type Before = (
  inputs: Inputs,
  attributes: unknown,
) => ((output: tf.TensorInfo) => void) | undefined;

const befores = new Map<string, Before>();
const prepared = new WeakSet<object>();

/**
 * Has a function see, and change, the inputs of a kernel on every backend.
 *
 * @param before may give another, which sees the output
 */
export function beforeKernel(kernelName: string, before: Before): void {
  befores.set(kernelName, before);
}

/** Has them do so on a backend whose kernels are there. Once is enough; again does no harm. */
export function prepareKernels(backendName: string): void {
  for (const [kernelName, before] of befores) {
    const kernel = tf.getKernel(kernelName, backendName);
    if (!kernel || prepared.has(kernel)) continue;
    const { kernelFunc } = kernel;
    kernel.kernelFunc = (call) => {
      const after = before(call.inputs, call.attrs);
      const output = kernelFunc(call);
      if (after && !Array.isArray(output)) after(output);
      return output;
    };
    prepared.add(kernel);
  }
}
