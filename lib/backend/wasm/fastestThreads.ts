import * as tf from "@tensorflow/tfjs";

/** A number of threads, and how much faster than one thread it was. */
export interface ThreadChoice {
  readonly threads: number;
  readonly speedup: number;
}

/** Calls before the measured ones, while the engine compiles the kernel for speed. */
const WARM_UP = 5;

/** What another thread has to gain to be worth a core. */
const WORTH = 1.1;

/**
 * Measures a convolution of the assignment's network with one thread, half of the cores and all
 * of them, for less than a tenth of a second, and leaves the fastest set.
 *
 * @param cores how many threads there may be
 * @param setThreads sets how many there are
 */
export async function fastestThreads(
  cores: number,
  setThreads: (count: number) => Promise<void>,
): Promise<ThreadChoice> {
  const images = tf.zeros<tf.Rank.R4>([100, 10, 10, 16]);
  const filters = tf.zeros<tf.Rank.R4>([5, 5, 16, 16]);
  const measure = async (threads: number) => {
    await setThreads(threads);
    const times = Array.from({ length: WARM_UP + 7 }, () => {
      const start = performance.now();
      tf.conv2d(images, filters, 1, "valid").dispose();
      return performance.now() - start;
    });
    return { threads, time: median(times.slice(WARM_UP)) };
  };
  const one = await measure(1);
  let best = one;
  for (const threads of new Set([cores >> 1, cores])) {
    if (threads <= 1) continue;
    const next = await measure(threads);
    if (next.time * WORTH < best.time) best = next;
  }
  tf.dispose([images, filters]);
  await setThreads(best.threads);
  return { threads: best.threads, speedup: one.time / best.time };
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
