import { serve } from "#threads";
import { AT_WORK, READY, STARTED, takeUnits, waitForChange } from "./dividedWork.ts";
import { startModules } from "./modules.ts";
import type { HelperData } from "./tensorThreads.ts";

// A helper of TensorThreads: from its first message on, whenever there is work, it takes part in it.
serve((_begin: unknown, { memory, state, thread }: HelperData) => {
  const modules = startModules(memory);
  if (!modules) throw new Error("WebAssembly has no vectors in a worker thread");
  Atomics.add(state, READY, 1);
  Atomics.notify(state, READY);
  for (let seen = 0; ; ) {
    waitForChange(state, STARTED, seen);
    seen = Atomics.load(state, STARTED);
    Atomics.add(state, AT_WORK, 1);
    try {
      takeUnits(state, modules.divisible, thread);
    } finally {
      Atomics.sub(state, AT_WORK, 1);
      Atomics.notify(state, AT_WORK);
    }
  }
});
