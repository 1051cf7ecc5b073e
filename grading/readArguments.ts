import { parseArgs } from "node:util";
import { Problem } from "../scripts/setup/problem.mjs";

const USAGE = `Use npm run grade -- FOLDER [--out DIR] [--seed N] [--jobs N] [--gradescope] [--mark]
FOLDER has a zip or a folder of each student.`;

export interface GradeChoice {
  folder: string;
  /** The folder that everything is written to. */
  out: string;
  /** Of the hidden checks; undefined: one that is drawn and kept in `out`. */
  seed: number | undefined;
  /** So many notebooks run at a time. */
  jobs: number;
  gradescope: boolean;
  /** After grading, shows the pages on which a person marks answers. */
  mark: boolean;
}

/**
 * @param args as `npm run grade -- …` takes them
 * @throws Problem for what is not understood
 */
export function readArguments(args: string[], cores: number): GradeChoice {
  try {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        out: { type: "string" },
        seed: { type: "string" },
        jobs: { type: "string", default: String(cores) },
        gradescope: { type: "boolean", default: false },
        mark: { type: "boolean", default: false },
      },
    });
    const [folder, ...others] = positionals;
    if (!folder || others.length) {
      throw new Error(`One folder is needed, not ${positionals.length}.`);
    }
    const jobs = Number(values.jobs);
    if (!(Number.isInteger(jobs) && jobs > 0)) {
      throw new Error(`--jobs is ${values.jobs}, must be a whole number above 0.`);
    }
    const seed = values.seed === undefined ? undefined : Number(values.seed);
    if (seed !== undefined && !(Number.isSafeInteger(seed) && seed >= 0)) {
      throw new Error(`--seed is ${values.seed}, must be a whole number from 0.`);
    }
    const out = values.out ?? `${folder.replace(/[\\/]+$/, "")}-grades`;
    return {
      folder,
      out,
      seed,
      jobs,
      gradescope: values.gradescope,
      mark: values.mark,
    };
  } catch (error) {
    throw new Problem(`${(error as Error).message}\n${USAGE}`);
  }
}
