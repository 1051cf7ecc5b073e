/**
 * The run of `coursePreset` on CIFAR-10: how long it takes, and how many test images the network
 * then classifies. Stores the run as lib/cifar/courseRun.json, which notebook 3.2 shows; `npm run fix`
 * formats it. Goes on where it was interrupted if a directory for its checkpoints is named.
 *
 *     node --import tsx bench/course/index.ts [directory]
 */
import { writeFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { selectBackend } from "lib/backend";
import { cifarCnn, coursePreset, evaluate, train } from "lib/cifar";
import { loadCifar10 } from "lib/data";

const SEED = 1;
const FILE = new URL("../../lib/cifar/courseRun.json", import.meta.url);

const { device } = await selectBackend();
const data = await loadCifar10();
if (data.train.source.synthetic)
  throw new Error(`needs CIFAR-10: ${data.train.source.description}`);

const model = cifarCnn({ preset: "course", seed: SEED });
const { trainLoss, validationAccuracy, seconds, stopped } = await train(model, data, {
  ...coursePreset,
  seed: SEED,
  checkpoint: process.argv[2],
});
if (stopped?.iteration !== coursePreset.iterations) throw new Error(`stopped: ${stopped?.reason}`);
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
await writeFile(FILE, `${JSON.stringify(run)}\n`);
console.log(`
| ${run.machine} | |
| --- | ---: |
| iterations | ${coursePreset.iterations} |
| seconds, validation included | ${run.seconds} |
| validation accuracy | ${validationAccuracy.at(-1)?.value} |
| test accuracy | ${accuracy} |`);
