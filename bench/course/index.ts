/**
 * The run of `coursePreset` on CIFAR-10: how long it takes, and how many test images the network
 * then classifies. A whole run is stored as lib/cifar/training/courseRun.json, which notebook 3.2 shows;
 * `npm run fix` formats it.
 */
import { writeFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { selectBackend } from "lib/backend";
import { cifarCnn, coursePreset, evaluate, train } from "lib/cifar";
import { loadCifar10 } from "lib/data";
import type { Bench } from "../index.ts";

const SEED = 1;
const FILE = new URL("../../lib/cifar/training/courseRun.json", import.meta.url);

export const bench: Bench = async function* (_, { iterations, checkpoint }) {
  const { device } = await selectBackend({ log: () => {} });
  const data = await loadCifar10();
  if (data.train.source.synthetic) {
    throw new Error(`needs CIFAR-10: ${data.train.source.description}`);
  }
  const settings = { ...coursePreset, ...(iterations && { iterations }), seed: SEED };
  const model = cifarCnn({ preset: "course", seed: SEED });
  const options = { ...settings, checkpoint, onProgress() {} };
  const { trainLoss, validationAccuracy, seconds, stopped } = await train(model, data, options);
  if (stopped?.iteration !== settings.iterations) throw new Error(`stopped: ${stopped?.reason}`);
  const { accuracy } = await evaluate(model, data.test);
  const load = `${loadavg()[2].toFixed(0)} processes on ${cpus().length} cores`;
  const run = {
    machine: `${load} of ${cpus()[0].model.trim()}, Node ${process.version}`,
    device,
    seed: SEED,
    seconds: Math.round(seconds),
    testAccuracy: accuracy,
    validationAccuracy,
    trainLoss: trainLoss.map(({ value }) => Number(value.toFixed(3))),
  };
  if (settings.iterations === coursePreset.iterations) {
    await writeFile(FILE, `${JSON.stringify(run)}\n`);
  }
  yield {
    title: `A run of \`coursePreset\`, ${settings.iterations} iterations`,
    unit: "seconds",
    rows: [{ name: `on ${device}`, times: [seconds], median: seconds, ratio: 1 }],
    notes: [`${load}. Test accuracy ${(100 * accuracy).toFixed(1)} %.`],
  };
};
