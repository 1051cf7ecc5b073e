import * as tf from "@tensorflow/tfjs";

/** @throws Error naming `caller` on the pure-JavaScript "cpu" backend, hundreds of times too slow */
export async function refuseCpuBackend(caller: string): Promise<void> {
  await tf.ready();
  if (tf.getBackend() === "cpu") {
    throw new Error(
      `${caller}: the backend is the pure-JavaScript "cpu", which takes seconds for a step that ` +
        'WebAssembly does in milliseconds; call selectBackend() from "lib/backend" first',
    );
  }
}
