import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "lib/backend";
import type { Start } from "./tfjs.ts";

/** Starts a backend of TensorFlow.js, ours or as it comes; names the device. */
export async function startBackend({ backend, threads, stock }: Start): Promise<string> {
  if (!stock) return (await selectBackend({ threads, log: () => {} })).device;
  tf.enableProdMode();
  if (backend === "wasm") await import("@tensorflow/tfjs-backend-wasm");
  await tf.setBackend(backend);
  return `stock ${tf.getBackend()}`;
}
