/**
 * Takes away what the library makes public, one thing at a time, and lists what no test misses:
 *
 *     npm run test:deletions -- [PACKAGE…] [--messages] [--jobs J]
 *
 * A thing is a name that a package such as lib/knn exports, an option of `train`, `cifarCnn`,
 * `gridSearch`, `cmpOps` or `selectBackend`, which then never get it, or what an error says, with
 * --messages that alone. Run are the tests that name it or, of a message, reach it and, for a name that
 * they do not miss, the type check, in a copy of the project that is removed in the end. Fails where
 * something is not missed.
 */
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { root } from "../../scripts/setup/project.mjs";
import { inParallel } from "../mutants/inParallel.ts";
import { judge, tryTests } from "../mutants/judge.ts";
import { KNOWN } from "../mutants/known.ts";
import { mutantsOf } from "../mutants/mutants.ts";
import { giveUp, readArguments, wholeNumber } from "../mutants/readArguments.ts";
import { rateOf, survivor } from "../mutants/report.ts";
import { sourcesIn } from "../mutants/sourcesIn.ts";
import { areaOf, testsIn } from "../mutants/testsOf.ts";
import { withCopies } from "../mutants/withCopies.ts";
import type { WorkingCopy } from "../mutants/workingCopy.ts";
import { builtIndex, type Deletion, deletionsOf, unexported } from "./deletions.ts";
import { messagesOf } from "./messages.ts";
import { testsNaming } from "./testsNaming.ts";

/** After so long the tests hang, which shows no more than that something is amiss. */
const SECONDS = 300;

const NAME = "test:deletions";
const { values, positionals } = readArguments(
  { name: NAME, usage: "[PACKAGE…] [--messages] [--jobs J]" },
  {
    messages: { type: "boolean", default: false },
    jobs: { type: "string", default: `${availableParallelism()}` },
  },
);
const { exports: exported } = JSON.parse(readFileSync(join(root, "lib/package.json"), "utf8"));
const known = Object.keys(exported)
  .map((path) => path.replace(/^\./, "lib"))
  .filter((path) => !path.endsWith("/kept"));
const folders = positionals.length > 0 ? positionals : known;
const unknown = folders.find((folder) => !known.includes(folder));
if (unknown !== undefined) {
  giveUp(NAME, `there is no package ${unknown}; take of ${known.join(", ")}`);
}

await withCopies(wholeNumber(NAME, "jobs", values.jobs), async (copies) => {
  for (const folder of folders) {
    if (!(await messagesAreMissed(copies, folder))) process.exitCode = 1;
    if (values.messages) continue;
    const deletions = deletionsOf(root, folder);
    const missed = await inParallel(copies, deletions, (copy, each) =>
      isMissed(copy, folder, each),
    );
    const red = missed.filter(Boolean).length;
    console.log(`${folder}: ${red} of ${deletions.length} deletions turn a test or the check red`);
    if (red < deletions.length) process.exitCode = 1;
  }
});

/** Whether a test turns red without each message, or it is listed with the reason why none does. */
async function messagesAreMissed(copies: readonly WorkingCopy[], folder: string): Promise<boolean> {
  const [{ folder: project }] = copies;
  const sources = sourcesIn(project, folder);
  const messages = [...sources].flatMap(([file, text]) => mutantsOf(file, text, messagesOf));
  if (messages.length === 0) return true;
  const tried = await tryTests(copies, testsIn(project, areaOf(folder)), messages, sources);
  const judged = await inParallel(copies, messages, async (copy, message) => {
    const found = await judge(copy, message, tried, sources);
    if (found.fate === "survived") console.log(survivor(found, KNOWN));
    return found;
  });
  const { text, killed, valid } = rateOf(folder, judged, KNOWN);
  console.log(`${folder}, messages: ${text}`);
  return killed === valid;
}

/** Whether a test turns red without it; of a name that no test misses, whether the type check does. */
async function isMissed(copy: WorkingCopy, folder: string, deletion: Deletion): Promise<boolean> {
  const { name, option, text } = deletion;
  const tests = testsNaming(copy.folder, folder, deletion);
  if (tests.length > 0) {
    const ended = await copy.with(builtIndex(folder), text, () =>
      copy.test(tests, { seconds: SECONDS }),
    );
    if (ended === "failed") return true;
    if (ended === "timed out") console.log(`${folder}: without ${name} the tests hang`);
  }
  if (option === undefined) {
    const index = `${folder}/index.ts`;
    const source = readFileSync(join(copy.folder, index), "utf8");
    const isAccepted = await copy.with(index, unexported(source, name), () => copy.build());
    await copy.build("lib");
    if (!isAccepted) {
      console.log(`${folder}: ${name} is missed by the type check alone`);
      return true;
    }
  }
  const what = option === undefined ? name : `${name}({ ${option} })`;
  console.log(`${folder}: ${what} is not missed: ${tests.join(" ") || "no test names it"}`);
  return false;
}
