import * as tf from "@tensorflow/tfjs";
import { version_wasm } from "@tensorflow/tfjs-backend-wasm";
import { registerBatchNormGradient } from "./batchNormGradient.ts";
import { registerConvGradients } from "./convGradients.ts";

/** The TensorFlow.js backend in use. */
export interface Backend {
  /** As `tf.getBackend()` names it. */
  readonly name: string;
  /** The processor that computes. */
  readonly device: string;
  /** Why this one. */
  readonly reason: string;
}

/**
 * Starts the backend that trains fastest with what npm installs, and prints one line about it:
 * WebAssembly, on one CPU core. The pure-JavaScript "cpu" backend is never chosen: it needs
 * seconds for a training step that takes WebAssembly milliseconds.
 *
 * @param log takes the line; `() => {}` keeps it quiet
 * @throws Error when WebAssembly does not start
 */
export async function selectBackend(log: (line: string) => void = console.log): Promise<Backend> {
  tf.enableProdMode();
  registerConvGradients();
  registerBatchNormGradient();
  if (!(await tf.setBackend("wasm"))) {
    throw new Error(
      `selectBackend: the WebAssembly backend ${version_wasm} of TensorFlow.js did not start; ` +
        "run `npm run doctor` to see what is missing",
    );
  }
  const simd = await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT");
  const backend: Backend = {
    name: tf.getBackend(),
    device: `one CPU core, ${simd ? "with" : "without"} SIMD`,
    reason: "it needs nothing but npm packages",
  };
  log(
    `TensorFlow.js ${tf.version_core} on ${backend.name} (${backend.device}): ${backend.reason}.`,
  );
  return backend;
}
