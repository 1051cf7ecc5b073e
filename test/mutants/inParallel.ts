/** Gives each item to the first worker that is free; results come in the order of the items. */
export async function inParallel<Worker, Item, Result>(
  workers: readonly Worker[],
  items: readonly Item[],
  work: (worker: Worker, item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  await Promise.all(
    workers.map(async (worker) => {
      while (next < items.length) {
        const at = next++;
        results[at] = await work(worker, items[at]);
      }
    }),
  );
  return results;
}
