import * as tf from "@tensorflow/tfjs";
import { type BackendName, selectBackend } from "lib/backend";
import { findNative } from "../../lib/dist/backend/native/startNative.js";

/** Starts a backend as this project does; names the device. */
export async function startOurs(backend: BackendName, threads: number): Promise<string> {
  const onCpu = backend === "wasm" || backend === "tfjs-node";
  const { device } = await selectBackend({
    backend,
    ...(onCpu && { threads }),
    log: () => {},
  });
  return device;
}

/**
 * Starts a backend of TensorFlow.js as it comes: with its own kernels and gradients alone. The
 * native one takes its threads from TF_NUM_INTRAOP_THREADS.
 */
export async function startStock(backend: BackendName | "cpu"): Promise<string> {
  tf.enableProdMode();
  if (backend === "wasm") await import("@tensorflow/tfjs-backend-wasm");
  if (backend === "tfjs-node") {
    const load = findNative();
    if (!load) throw new Error("not set up (npm run setup:native)");
    load();
  }
  await tf.setBackend(backend === "tfjs-node" ? "tensorflow" : backend);
  return tf.getBackend();
}
