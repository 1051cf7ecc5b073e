import { parseArgs } from "node:util";

/** How long the long benches take; what is left out is as in full. */
export interface BenchOptions {
  /** Iterations of training. */
  readonly iterations?: number;
  /** Measurements of each side. */
  readonly rounds?: number;
  /** A directory to go on from after an interruption. */
  readonly checkpoint?: string;
}

/** Which benches are run, and how. */
export interface Choice {
  readonly names: readonly string[];
  readonly options: BenchOptions;
  /** Whether the results go into docs/benchmarks.md. */
  readonly write: boolean;
  readonly needsPython: boolean;
}

const USUAL = ["ops", "knn", "voronoi", "pipeline", "training", "depthwise", "startup", "kernel"];
/** Each with the options it takes. */
const LONG: Readonly<Record<string, readonly (keyof BenchOptions)[]>> = {
  accuracy: ["iterations"],
  changes: ["iterations", "checkpoint"],
  class: ["iterations"],
  course: ["iterations", "checkpoint"],
  gridSearch: ["iterations", "rounds"],
  search: ["iterations", "rounds"],
  gpu: [],
};
const WITHOUT_PYTHON = ["changes", "class", "course", "depthwise", "gridSearch", "search", "gpu"];

/** @throws Error for a bench or an option that there is not, or that is no whole number */
export function readChoice(args: readonly string[]): Choice {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      write: { type: "boolean", default: false },
      iterations: { type: "string" },
      rounds: { type: "string" },
      checkpoint: { type: "string" },
    },
  });
  const { write, ...texts } = values;
  const names = positionals.length ? positionals : USUAL;
  for (const name of names) check(name, Object.keys(texts));
  const { iterations, rounds, checkpoint } = texts;
  const options = {
    ...(iterations !== undefined && { iterations: wholeNumber("iterations", iterations) }),
    ...(rounds !== undefined && { rounds: wholeNumber("rounds", rounds) }),
    ...(checkpoint !== undefined && { checkpoint }),
  };
  const needsPython = names.some((name) => !WITHOUT_PYTHON.includes(name));
  return { names, options, write, needsPython };
}

function check(name: string, options: readonly string[]): void {
  const all = [...USUAL, ...Object.keys(LONG)];
  if (!all.includes(name)) throw new Error(`there is no ${name}; choose from ${all.join(", ")}`);
  const takes = LONG[name] ?? [];
  for (const option of options) {
    if (takes.some((known) => known === option)) continue;
    const known = takes.map((each) => `--${each}`).join(", ") || "no options";
    throw new Error(`${name} has no --${option}; it takes ${known}`);
  }
}

function wholeNumber(option: string, text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  throw new Error(`--${option} is ${text}, it takes a whole number from 1`);
}
