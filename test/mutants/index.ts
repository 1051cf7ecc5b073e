/**
 * Puts small faults into the sources, one at a time, and lists those that no test notices:
 *
 *     npm run test:mutants -- [FOLDER…] [--count N] [--seed S…] [--jobs J]
 *
 * N faults of each folder are drawn, by each seed. Each is compiled and run against the tests of the
 * folder that mirrors its own, as far as they reach it, in a copy of the project that is removed in
 * the end. known.json lists the faults that may survive, with the reasons. Fails where fewer of the
 * others are killed than `leastShare` says.
 */
import { statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { root } from "../../scripts/setup/project.mjs";
import { inParallel } from "./inParallel.ts";
import { judge, tryTests } from "./judge.ts";
import { KNOWN } from "./known.ts";
import { type Mutant, mutantsOf, sample } from "./mutants.ts";
import { giveUp, readArguments, wholeNumber } from "./readArguments.ts";
import { leastShare, rateOf, survivor } from "./report.ts";
import { sourcesIn } from "./sourcesIn.ts";
import { testsFor } from "./testsOf.ts";
import { withCopies } from "./withCopies.ts";
import type { WorkingCopy } from "./workingCopy.ts";

const NAME = "test:mutants";
const usage = "[FOLDER…] [--count N] [--seed S…] [--jobs J]";
const { values, positionals } = readArguments(
  { name: NAME, usage },
  {
    count: { type: "string", default: "30" },
    seed: { type: "string", multiple: true, default: ["1"] },
    jobs: { type: "string", default: `${availableParallelism()}` },
  },
);
const folders =
  positionals.length > 0 ? positionals : ["lib/ops", "lib/knn", "lib/cifar", "lib/data"];
for (const folder of folders) {
  if (!statSync(join(root, folder), { throwIfNoEntry: false })?.isDirectory()) {
    giveUp(NAME, `there is no folder ${folder}; take one such as lib/knn`);
  }
}
const count = wholeNumber(NAME, "count", values.count);
const seeds = values.seed.map((seed) => wholeNumber(NAME, "seed", seed));

await withCopies(wholeNumber(NAME, "jobs", values.jobs), async (copies) => {
  for (const folder of folders) if (!(await holds(folder, copies))) process.exitCode = 1;
});

async function holds(folder: string, copies: readonly WorkingCopy[]): Promise<boolean> {
  const [{ folder: copied }] = copies;
  const sources = sourcesIn(copied, folder);
  const all = [...sources].flatMap(([file, text]) => mutantsOf(file, text));
  const drawn = seeds.map((seed) => sample(all, count, seed));
  const mutants = [...new Set(drawn.flat())];
  console.log(`${folder}: ${mutants.length} of ${all.length} mutants`);
  const tried = await tryTests(copies, testsFor(copied, folder), mutants, sources);
  const judged = await inParallel(copies, mutants, async (copy, mutant) => {
    const found = await judge(copy, mutant, tried, sources);
    if (found.fate === "survived") console.log(survivor(found, KNOWN));
    return found;
  });
  const judgedOf = (some: readonly Mutant[]) =>
    judged.filter(({ mutant }) => some.includes(mutant));
  for (const [i, some] of drawn.entries()) {
    console.log(`${folder}, seed ${seeds[i]}: ${rateOf(folder, judgedOf(some), KNOWN).text}`);
  }
  const rate = rateOf(folder, judged, KNOWN);
  console.log(`${folder}: ${rate.text}\n`);
  if (!rate.holds) {
    console.log(`${folder}: at least ${100 * leastShare(folder)} % are to be killed\n`);
  }
  return rate.holds;
}
