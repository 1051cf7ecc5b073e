import * as tf from "@tensorflow/tfjs";

type Inputs = Record<string, tf.TensorInfo | undefined>;
type Before = (
  inputs: Inputs,
  attributes: unknown,
) => ((output: tf.TensorInfo) => void) | undefined;

/** TensorFlow.js's own names of them. */
const BACKENDS = ["cpu", "wasm", "webgl", "webgpu", "tensorflow"] as const;

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

/** Has them do so on the backends whose kernels are there. Idempotent. */
export function prepareKernels(): void {
  const places = BACKENDS.flatMap((backend) =>
    [...befores].map((each) => [backend, each] as const),
  );
  for (const [backend, [kernelName, before]] of places) {
    const kernel = tf.getKernel(kernelName, backend);
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
