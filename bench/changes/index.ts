/**
 * What each change of the assignment's network and training brings in short runs on CIFAR-10, over seeds. A whole
 * measurement is stored as lib/cifar/gridSearch/changeRuns.json, which notebook 3.2 shows; `npm run fix` formats it. The
 * directory `--checkpoint` keeps the runs that have ended, for when it is interrupted.
 */
import { writeFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { measureChanges } from "lib/cifar";
import { loadCifar10 } from "lib/data";
import type { Bench } from "../index.ts";

const FILE = new URL("../../lib/cifar/gridSearch/changeRuns.json", import.meta.url);
const SEEDS = [11, 12, 13, 14, 15];
const ITERATIONS = 400;

export const bench: Bench = async function* (
  _,
  { iterations = ITERATIONS, checkpoint: directory },
) {
  const { train, validation } = await loadCifar10();
  if (train.source.synthetic) throw new Error(`needs CIFAR-10: ${train.source.description}`);
  const data = { train, validation };
  const measured = await measureChanges(SEEDS, { data, directory, iterations, validateEvery: 50 });
  const load = `${loadavg()[2].toFixed(0)} processes on ${cpus().length} cores`;
  const machine = `${load} of ${cpus()[0].model.trim()}, Node ${process.version}`;
  const stored = measured.map(({ options: _, ...runs }) => runs);
  if (iterations === ITERATIONS) {
    await writeFile(FILE, `${JSON.stringify({ machine, measured: stored })}\n`);
  }
  const [{ median: alone }, ...others] = measured.map(({ name, runs }) => {
    const times = runs.map(({ seconds }) => seconds).sort((a, b) => a - b);
    return { name, times, median: times[times.length >> 1] };
  });
  yield {
    title: `A run of ${iterations} iterations with each change, against one without`,
    unit: "seconds",
    rows: others.map((each) => ({ ...each, ratio: each.median / alone })),
    notes: [`${load}. Accuracies: lib/cifar/gridSearch/changeRuns.json.`],
  };
};
