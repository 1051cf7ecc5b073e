import { Executor } from "./executor.ts";

/**
 * Does work on items, as many at a time as there are executors.
 *
 * @param python that has nbclient
 * @param work on an item; where it throws, no more items are begun
 * @returns what came of each, in their order
 */
export async function inPool<T, R>(
  items: readonly T[],
  { python, size, signal }: { python: string; size: number; signal?: AbortSignal },
  work: (executor: Executor, item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  let failed = false;
  const lane = async () => {
    const executor = new Executor(python, signal);
    try {
      while (next < items.length && !failed) {
        const index = next++;
        results[index] = await work(executor, items[index]);
      }
    } catch (error) {
      failed = true;
      throw error;
    } finally {
      await executor.end();
    }
  };
  const lanes = Array.from({ length: Math.min(size, items.length) }, lane);
  const ended = await Promise.allSettled(lanes);
  for (const lane of ended) if (lane.status === "rejected") throw lane.reason;
  return results;
}
