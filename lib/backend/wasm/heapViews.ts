import type * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";

/** The values of tensors where they lie in the memory, until something else is put into it. */
export function heapViews(backend: BackendWasm, ...tensors: tf.TensorInfo[]): tf.TypedArray[] {
  // First, as one that is on another backend is put into the memory, which may move.
  for (const { dataId } of tensors) backend.getMemoryOffset(dataId);
  return tensors.map((tensor) => backend.typedArrayFromHeap(tensor));
}
