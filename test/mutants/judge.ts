import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { inParallel } from "./inParallel.ts";
import { type Mutant, mutated } from "./mutants.ts";
import { reached } from "./reach.ts";
import { mirrors, type Tried, testsOf } from "./testsOf.ts";
import type { WorkingCopy } from "./workingCopy.ts";

/** What became of a mutant: "refused" is one that the type check or the lint does not let pass. */
export type Fate = "killed" | "timed out" | "refused" | "survived";

export interface Judged {
  readonly mutant: Mutant;
  readonly fate: Fate;
  /** The tests that ran. */
  readonly tests: readonly string[];
}

/** The texts of the sources, by file. */
export type Sources = ReadonlyMap<string, string>;

/**
 * Runs each test file without a fault: which places it reaches, and how long it takes. One that writing
 * its coverage makes too slow counts as reaching all of the folder that it mirrors.
 *
 * @throws Error where the type check fails, which would refuse every mutant
 */
export async function tryTests(
  copies: readonly WorkingCopy[],
  tests: readonly string[],
  mutants: readonly Mutant[],
  sources: Sources,
): Promise<Tried<Mutant>[]> {
  const checked = await Promise.all(copies.map((copy) => copy.build()));
  if (checked.includes(false)) throw new Error("the type check fails without a fault");
  // a map tells the places of what is built; another build is not what the doctor has on record
  if (mutants.some(isBuilt)) {
    await Promise.all(copies.map((copy) => copy.build("lib", "kernel", "--sourceMap")));
  }
  const tried = await inParallel(copies, tests, async (copy, file) => {
    const coverage = await mkdtemp(join(copy.folder, "coverage-"));
    const run = async (env?: NodeJS.ProcessEnv) => {
      const began = performance.now();
      const ended = await copy.test([file], { env });
      return { ended, seconds: (performance.now() - began) / 1000 };
    };
    try {
      const { ended, seconds } = await run(covering(coverage));
      if (ended === "passed") {
        return { file, seconds, reached: reached(mutants, sources, copy.folder, coverage) };
      }
      const alone = await run();
      if (alone.ended === "passed") {
        const near = mutants.filter((mutant) => mirrors(file, mutant.file));
        return { file, seconds: alone.seconds, reached: new Set(near) };
      }
      console.log(`${file}: ${ended} without a fault, so it is left out`);
      return undefined;
    } finally {
      await rm(coverage, { recursive: true });
    }
  });
  return tried.filter((each) => each !== undefined);
}

/** An environment in which each process writes its coverage into a folder, kernels before they are killed. */
export function covering(folder: string): NodeJS.ProcessEnv {
  const preload = `--require ${JSON.stringify(join(import.meta.dirname, "kernelCoverage.cjs"))}`;
  const options = [process.env.NODE_OPTIONS, preload].filter(Boolean).join(" ");
  return { NODE_V8_COVERAGE: folder, NODE_OPTIONS: options };
}

/** What becomes of a mutant in a copy, which is whole again afterwards. */
export async function judge(
  copy: WorkingCopy,
  mutant: Mutant,
  tried: readonly Tried<Mutant>[],
  sources: Sources,
): Promise<Judged> {
  const tests = testsOf(mutant.file, mutant, tried);
  const usual = tried.filter(({ file }) => tests.includes(file));
  const seconds = 8 + 3 * usual.reduce((sum, each) => sum + each.seconds, 0);
  const text = mutated(sources.get(mutant.file) ?? "", mutant);
  const fate = await copy.with<Fate>(mutant.file, text, async () => {
    if (!(await copy.build("lib", "kernel"))) return "refused";
    if (mutant.kind === "await" && !(await copy.awaits(mutant.file))) return "refused";
    const ended = tests.length > 0 ? await copy.test(tests, { seconds }) : "passed";
    if (ended !== "passed") return ended === "failed" ? "killed" : ended;
    // what is built is checked by now; the type check of all the rest takes longer than most tests
    return isBuilt(mutant) || (await copy.build()) ? "survived" : "refused";
  });
  return { mutant, fate, tests };
}

const isBuilt = ({ file }: Mutant) => /^(lib|kernel)\//.test(file);
