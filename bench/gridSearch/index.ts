/**
 * Time of a 3×3 search with one worker a core, against the same nine runs one after another in
 * this thread, on CIFAR-10: with one thread, as each worker has, and with all that pay. All train
 * on wasm and measure on the same images; they take turns, and must find the same.
 *
 *     node --import tsx bench/gridSearch/index.ts [rounds] [iterations]
 */
import { availableParallelism, cpus } from "node:os";
import { selectBackend } from "lib/backend";
import { cifarCnn, gridSearch, train } from "lib/cifar";
import { loadCifar10, subset } from "lib/data";

const rounds = Number(process.argv[2] ?? 2);
const iterations = Number(process.argv[3] ?? 150);

const { device } = await selectBackend();
const { train: training, validation: all } = await loadCifar10();
console.log(training.source.description);
const data = { train: training, validation: subset(all, 0, 1000) };
const space = {
  learningRate: [0.01, 0.02, 0.05],
  filters: [
    [8, 8, 16],
    [16, 16, 32],
    [24, 24, 32],
  ],
};
const budget = { iterations, validateEvery: 50, patience: 10, onProgress: () => {} };

const sides: Record<string, () => Promise<number[]>> = {
  "one after another, one thread": () => inSequence(1),
  [`one after another, ${device}`]: () => inSequence(),
  "`gridSearch`, one worker a core, from start to end": search,
};
const seconds = Object.keys(sides).map((): number[] => []);
for (let round = 1; round <= rounds; round++) {
  const found = new Set<string>();
  for (const [i, run] of Object.values(sides).entries()) {
    const start = performance.now();
    const accuracies = await run();
    seconds[i].push((performance.now() - start) / 1000);
    found.add(String(accuracies.toSorted((a, b) => b - a)));
  }
  if (found.size > 1) throw new Error(`the sides differ: ${[...found].join(" and ")}`);
}
console.log(
  `${cpus()[0].model}, Node ${process.version}, medians of ${rounds} rounds, ` +
    `9 runs of ${iterations} iterations`,
);
const [alone, , searched] = seconds;
const ratio = median(searched.map((time, round) => time / alone[round]));
console.log(`
| nine runs, ${availableParallelism()} cores | seconds |
| --- | ---: |
${Object.keys(sides)
  .map((name, i) => `| ${name} | ${median(seconds[i]).toFixed(1)} |`)
  .join("\n")}

the search takes ${ratio.toFixed(2)} of the time of one thread, median of the rounds`);

async function inSequence(threads?: number): Promise<number[]> {
  await selectBackend({ threads, log() {} });
  const accuracies: number[] = [];
  for (const learningRate of space.learningRate) {
    for (const filters of space.filters) {
      const model = cifarCnn({ filters });
      const { best } = await train(model, data, { ...budget, learningRate });
      accuracies.push(best?.value ?? 0);
      model.dispose();
    }
  }
  return accuracies;
}

async function search(): Promise<number[]> {
  const { trials } = await gridSearch(space, { data, ...budget });
  return trials.map((trial) => (trial.status === "finished" ? trial.validationAccuracy : 0));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
