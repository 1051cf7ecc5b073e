import { serve } from "#threads";
import type { TrialHyperparameters } from "./hyperparameters.ts";
import type { FromWorker } from "./pool.ts";
import { runTrial } from "./runTrial.ts";
import type { Outcome, TrialUpdate } from "./trial.ts";

type Answer = FromWorker<TrialUpdate, Outcome>;

/** Milliseconds between two reports. */
const PAUSE = 200;

let next = 0;

serve<Parameters<typeof runTrial>[1], TrialHyperparameters>(async (hyperparameters, data, post) => {
  const tell = (answer: Answer) => post(answer);
  const report = ({ iteration, iterations }: TrialUpdate) => {
    if (performance.now() < next) return;
    next = performance.now() + PAUSE;
    tell({ update: { iteration, iterations } });
  };
  tell({ result: await runTrial(hyperparameters, data, report) });
});
