import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { borrowed } from "./borrowedKernels.ts";
import { heapViews } from "./heapViews.ts";
import { type Call, original, replaceKernel } from "./replaceKernel.ts";

interface Product {
  a: tf.TensorInfo;
  b: tf.TensorInfo;
}

/** The shapes in which values have been the second factor. */
const shapes = new WeakMap<object, string>();

/**
 * Mends the WebAssembly backend's products of matrices: of whole numbers, and where the same values
 * come as the second factor in another shape. TensorFlow.js keeps what it prepared for the first
 * shape, and then gives wrong products and writes beyond their memory. Idempotent.
 */
export function registerMatrixProducts(): void {
  for (const kernel of [tf.BatchMatMul, tf._FusedMatMul]) {
    replaceKernel(kernel, (call: Call<Product, tf.NamedAttrMap>) => {
      const { inputs, attrs, backend } = call;
      const { a, b } = inputs;
      if (a.dtype !== "float32" || b.dtype !== "float32") return borrowed(kernel, call);
      const shape = b.shape.slice(-2).join();
      if ((shapes.get(b.dataId) ?? shape) === shape) {
        shapes.set(b.dataId, shape);
        return undefined;
      }
      const copied = copy(b, backend);
      try {
        return original(kernel, { inputs: { ...inputs, b: copied }, attrs, backend });
      } finally {
        backend.disposeData(copied.dataId);
      }
    });
  }
}

function copy(x: tf.TensorInfo, backend: BackendWasm): tf.TensorInfo {
  const out = backend.makeOutput(x.shape, "float32");
  const [from, to] = heapViews(backend, x, out);
  to.set(from);
  return out;
}
