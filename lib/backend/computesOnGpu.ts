import * as tf from "@tensorflow/tfjs";
import type { NativeBackend } from "./native/nativeBackend.ts";

/** Whether the backend in use computes on a GPU, so that reading a tensor waits for all before it. */
export function computesOnGpu(): boolean {
  const name = tf.getBackend();
  if (name === "tensorflow") return (tf.backend() as NativeBackend).isUsingGpuDevice;
  return name === "webgpu" || name === "webgl";
}
