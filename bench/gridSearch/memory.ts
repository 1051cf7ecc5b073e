/**
 * Memory of a search with the assignment's network on the whole of CIFAR-10: resident memory of
 * the process before it, with the one copy of the images, and at its peak.
 *
 *     node --import tsx bench/gridSearch/memory.ts [workers]
 */
import { gridSearch } from "lib/cifar";
import { loadCifar10 } from "lib/data";

const workers = Number(process.argv[2] ?? 2);
const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;

const { train, validation } = await loadCifar10();
const before = process.memoryUsage.rss();
let peak = before;
const sampling = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 50);
await gridSearch(
  { learningRate: [0.02, 0.05], seed: Array.from({ length: workers }, (_, i) => i + 1) },
  { data: { train, validation }, workers, iterations: 60, validateEvery: 30 },
);
clearInterval(sampling);
console.log(
  `${workers} workers: ${megabytes(before)} before, ${megabytes(peak)} at the peak, ` +
    `${megabytes((peak - before) / workers)} a worker`,
);
