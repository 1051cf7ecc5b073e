import * as tf from "@tensorflow/tfjs";
import { registerBatchNormGradient } from "./batchNormGradient.ts";
import { startWasm } from "./wasm/startWasm.ts";

/** The TensorFlow.js backend in use. */
export interface Backend {
  /** As `tf.getBackend()` names it. */
  readonly name: string;
  /** The processor that computes. */
  readonly device: string;
  /** Why this one. */
  readonly reason: string;
}

/** What to run on. */
export interface BackendOptions {
  /** Threads of WebAssembly, 1 to 8; left out: as many as a short measurement finds fastest. */
  threads?: number;
  /** Takes the line about what runs where and why. */
  log?: (line: string) => void;
}

/**
 * Starts the backend that trains fastest with what npm installs, and prints one line about it:
 * WebAssembly, on as many threads as pay. The pure-JavaScript "cpu" backend is never chosen: it
 * needs seconds for a training step that takes WebAssembly milliseconds.
 *
 * @throws RangeError when `threads` is out of range
 * @throws Error when WebAssembly does not start
 */
export async function selectBackend({
  threads,
  log = console.log,
}: BackendOptions = {}): Promise<Backend> {
  tf.enableProdMode();
  registerBatchNormGradient();
  const wasm = await startWasm(threads);
  const simd = await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT");
  const count = wasm.threads === 1 ? "1 CPU thread" : `${wasm.threads} CPU threads`;
  const faster = wasm.threads > 1 && wasm.speedup;
  const backend: Backend = {
    name: tf.getBackend(),
    device: `${count}${faster ? `, ${faster.toFixed(1)} times as fast as 1` : ""}, ${simd ? "with" : "without"} SIMD`,
    reason: "it needs nothing but npm packages",
  };
  log(
    `TensorFlow.js ${tf.version_core} on ${backend.name} (${backend.device}): ${backend.reason}.`,
  );
  return backend;
}
