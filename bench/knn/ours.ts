/** `nearestImages` in a process of its own: answers lines of JSON as numpy_search.py does. */
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { selectBackend } from "lib/backend";
import { type Images, nearestImages } from "lib/knn";

interface Request {
  start?: { training: string; queries: string; shape: Images["shape"]; k: number; threads: number };
  indices?: boolean;
}

let search: () => ReturnType<typeof nearestImages>;

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await answer(JSON.parse(line))));
}
process.exit(); // threads of WebAssembly would keep it

async function answer({ start, indices }: Request): Promise<object> {
  if (start) {
    const { shape, k, threads } = start;
    await selectBackend({ threads, log: () => {} });
    const [training, queries] = await Promise.all(
      [start.training, start.queries].map(async (file) => ({
        images: await readFile(file),
        shape,
      })),
    );
    search = () => nearestImages(training, queries, k);
    return {};
  }
  const begin = performance.now();
  const found = await search();
  const seconds = (performance.now() - begin) / 1000;
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  return indices ? { indices: found.flatMap((each) => [...each.indices]), megabytes } : { seconds };
}
