import { selectBackend } from "lib/backend";
import { cifarCnn, train } from "lib/cifar";
import { loadCifar10 } from "lib/data";

/** The first losses of the assignment's network, on one thread of WebAssembly or what is asked for. */
export async function firstLosses(
  iterations: number,
  { backend = "wasm", batchSize = 20 }: { backend?: "wasm" | "webgpu"; batchSize?: number } = {},
): Promise<{ losses: number[]; device: string }> {
  const { device } = await selectBackend({ backend, threads: 1, log() {} });
  const sizes = { train: 200, validation: 20, test: 20 };
  const { train: images, validation } = await loadCifar10({ synthetic: sizes });
  const { trainLoss } = await train(
    cifarCnn({ seed: 3 }),
    { train: images, validation },
    { iterations, batchSize, seed: 3, onProgress() {}, log() {} },
  );
  return { losses: trainLoss.map(({ value }) => value), device };
}
