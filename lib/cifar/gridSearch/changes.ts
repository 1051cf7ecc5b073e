import stored from "./changeRuns.json" with { type: "json" };
import type { TrialHyperparameters } from "./hyperparameters.ts";
import type { SeedRun } from "./seedRuns.ts";

/** One thing that may make a network better than the assignment's. */
export interface Change {
  readonly name: string;
  /** What it changes of the assignment's network and training. */
  readonly options: TrialHyperparameters;
}

/** The same change, or none, with several seeds, as it was measured. */
export interface ChangeRuns extends Change {
  readonly iterations: number;
  readonly runs: readonly SeedRun[];
}

/** What section "A better network" of notebook 3.2 tries, one at a time; first none. */
export const changes: readonly Change[] = [
  { name: "none", options: {} },
  { name: "momentum", options: { momentum: 0.9, learningRate: 0.01 } },
  { name: "schedule", options: { schedule: "oneCycle", learningRate: 0.1 } },
  { name: "wider", options: { filters: [32, 32, 64] } },
  { name: "batch norm", options: { batchNorm: true } },
  { name: "crop and flip", options: { augment: true } },
  { name: "weight decay", options: { weightDecay: 0.005 } },
];

/** As `bench/changes` writes them. */
interface Stored {
  readonly machine: string;
  readonly measured: readonly Omit<ChangeRuns, "options">[];
}

const { machine, measured }: Stored = stored;

/** The latest runs that `bench/changes` has stored: each of `changes`, on CIFAR-10. */
export const changeRuns: {
  /** Processor, how many processes wanted its cores in the last 15 minutes, and program. */
  readonly machine: string;
  readonly measured: readonly ChangeRuns[];
} = { machine, measured: measured.map(withOptions) };

function withOptions(runs: Stored["measured"][number]): ChangeRuns {
  const change = changes.find(({ name }) => name === runs.name);
  if (change) return { ...change, ...runs };
  throw new Error(`changeRuns.json has "${runs.name}", which is none of the changes; measure anew`);
}
