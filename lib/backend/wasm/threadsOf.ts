import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { hasTensorModules, memoryOf, tensorModules } from "./tensorModules.ts";
import { TensorThreads } from "./tensorThreads.ts";

/** Of the backend that was started last. */
let latest: TensorThreads | undefined;

/** The threads of the project's own kernels in a backend; undefined where it cannot have any. */
export function threadsOf(backend: BackendWasm): TensorThreads | undefined {
  const memory = memoryOf(backend.wasm);
  if (!hasTensorModules(backend) || memory.buffer instanceof ArrayBuffer) return undefined;
  const modules = tensorModules(backend);
  if (!modules.threads) {
    void latest?.setCount(1); // of a backend that is gone
    latest = modules.threads = new TensorThreads(memory);
  }
  return modules.threads;
}
