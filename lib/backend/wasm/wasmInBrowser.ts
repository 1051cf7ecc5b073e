import * as tf from "@tensorflow/tfjs";
import { type BackendWasm, setThreadsCount, setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { cores } from "#cores";
import { browser } from "../../platform/browser.ts";
import { isThread } from "../../platform/threadsInBrowser.ts";
import { fastestThreads } from "./fastestThreads.ts";
import { withoutPool } from "./poolInBrowser.ts";
import { threadsOf } from "./threadsOf.ts";
import { MAX_THREADS, type WasmThreads } from "./wasmThreads.ts";

/** Why there may be fewer threads than were asked for. */
export const CAP = "as this page shares no memory";

/** What was measured, once for the worker. */
let measured: WasmThreads | undefined;

/**
 * Starts WebAssembly, whose binary lies beside the scripts of the page: where the page is isolated,
 * with threads for the project's own kernels, as many as are asked for, or as are fastest; else on one.
 *
 * @param start makes TensorFlow.js's backend
 */
export async function startThreads(
  threads: number | undefined,
  start: () => Promise<BackendWasm>,
): Promise<WasmThreads> {
  const free = Math.min(cores(), MAX_THREADS);
  if (!("wasm" in tf.engine().registry)) {
    tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", browser.crossOriginIsolated && !isThread);
    setThreadsCount(1); // TensorFlow.js's own kernels have one
    setWasmPaths(new URL("./", import.meta.url).href);
  }
  const backend = await withoutPool(start);
  const helped = threadsOf(backend);
  if (!helped) return { threads: 1 };
  const set = (count: number) => helped.setCount(count);
  if (threads === undefined) measured ??= await fastestThreads(free, set);
  const chosen = threads === undefined && measured ? measured : { threads: threads ?? free };
  await set(chosen.threads);
  return chosen;
}

/** Nothing terminates a call in a page but the end of its worker. */
export function surviveTermination(): void {}
