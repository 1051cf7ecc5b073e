import { workerData } from "node:worker_threads";
import { convolution } from "../../simd/binary/tensors/convolution.ts";
import { instantiate } from "../../simd/instantiate.ts";
import { AT_WORK, type DivisibleKernels, READY, STARTED, takeUnits } from "./dividedWork.ts";
import type { HelperData } from "./tensorThreads.ts";

// A helper of TensorThreads: whenever there is work it takes part in it.
const { memory, state, thread }: HelperData = workerData;
const kernels = instantiate<DivisibleKernels>(convolution, memory);
if (!kernels) throw new Error("WebAssembly has no vectors in a worker thread");
Atomics.add(state, READY, 1);
Atomics.notify(state, READY);
for (let seen = 0; ; seen = Atomics.load(state, STARTED)) {
  Atomics.wait(state, STARTED, seen);
  Atomics.add(state, AT_WORK, 1);
  try {
    takeUnits(state, kernels, thread);
  } finally {
    Atomics.sub(state, AT_WORK, 1);
    Atomics.notify(state, AT_WORK);
  }
}
