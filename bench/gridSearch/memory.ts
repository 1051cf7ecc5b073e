/**
 * A search with the assignment's network on the whole of CIFAR-10 in a process of its own: answers
 * a line of JSON with the resident bytes before it, with the one copy of the images, and at its peak.
 */
import { createInterface } from "node:readline";
import { gridSearch } from "lib/cifar";
import { loadCifar10 } from "lib/data";

for await (const line of createInterface({ input: process.stdin })) {
  const { workers }: { workers: number } = JSON.parse(line);
  const { train, validation } = await loadCifar10();
  const before = process.memoryUsage.rss();
  let peak = before;
  const sampling = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 50);
  await gridSearch(
    { learningRate: [0.02, 0.05], seed: Array.from({ length: workers }, (_, i) => i + 1) },
    { data: { train, validation }, workers, iterations: 60, validateEvery: 30, onProgress() {} },
  );
  clearInterval(sampling);
  console.log(JSON.stringify({ before, peak }));
}
process.exit(); // threads of WebAssembly would keep it
