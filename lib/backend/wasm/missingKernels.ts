import * as tf from "@tensorflow/tfjs";

/** TensorFlow.js asks whether a backend has it, and does without. */
const OPTIONAL: readonly string[] = [tf.Draw];

/** Has the WebAssembly backend say what to do about operations that it lacks. */
export function registerMissingKernels(): void {
  for (const { kernelName } of tf.getKernelsForBackend("cpu")) {
    if (tf.getKernel(kernelName, "wasm") || OPTIONAL.includes(kernelName)) continue;
    tf.registerKernel({ kernelName, backendName: "wasm", kernelFunc: () => missing(kernelName) });
  }
}

export function missing(kernelName: string): never {
  throw new Error(
    `${kernelName}: the wasm backend has no such operation on these inputs; tfjs-node has it ` +
      '(`npm run setup:native`, then `await selectBackend({ backend: "tfjs-node" })`), and so has ' +
      '`await tf.setBackend("cpu")`, which is slow',
  );
}
