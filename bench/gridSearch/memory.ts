/**
 * Memory of a search with the assignment's network on the whole of CIFAR-10: resident memory of
 * the process before it, and at its peak with as many workers as the argument says. The search
 * shares one copy of the training and validation images among its workers.
 *
 *     node --import tsx bench/gridSearch/memory.ts [workers]
 */
import { gridSearch } from "lib/cifar";
import { loadCifar10 } from "lib/data";

const workers = Number(process.argv[2] ?? 2);
const megabytes = (bytes: number) => Math.round(bytes / 1e6);

const { train, validation } = await loadCifar10();
const copy = train.images.length + validation.images.length;
const before = process.memoryUsage.rss();
let peak = 0;
const sampling = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 50);
await gridSearch(
  { learningRate: [0.02, 0.05], seed: Array.from({ length: workers }, (_, i) => i + 1) },
  { data: { train, validation }, workers, iterations: 100, validateEvery: 50 },
);
clearInterval(sampling);
const each = (peak - before - copy) / workers;
console.log(
  `${workers} workers: ${megabytes(before)} MB before, peak ${megabytes(peak)} MB, of which the ` +
    `copy of the images ${megabytes(copy)} MB: ${megabytes(each)} MB a worker`,
);
