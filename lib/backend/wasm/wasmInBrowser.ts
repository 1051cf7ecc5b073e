import * as tf from "@tensorflow/tfjs";
import { type BackendWasm, setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import type { WasmThreads } from "./wasmThreads.ts";

/** Why there may be fewer threads than were asked for. */
export const CAP = "as this page shares no memory";

/**
 * Starts WebAssembly, whose binary lies beside the scripts of the page, on one thread.
 *
 * @param start makes TensorFlow.js's backend
 */
export async function startThreads(
  _threads: number | undefined,
  start: () => Promise<BackendWasm>,
): Promise<WasmThreads> {
  if (!("wasm" in tf.engine().registry)) {
    tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
    setWasmPaths(new URL("./", import.meta.url).href);
  }
  await start();
  return { threads: 1 };
}

/** Nothing terminates a call in a page but the end of its worker. */
export function surviveTermination(): void {}
