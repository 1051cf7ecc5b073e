import { serve } from "#threads";
import type { BackendName } from "../../backend/index.ts";
import type { TrialHyperparameters } from "./hyperparameters.ts";
import type { FromWorker } from "./jobThread.ts";
import { runTrial } from "./runTrial.ts";
import { receivedDataset, type SharedDataset } from "./sharedDataset.ts";
import type { Outcome, TrialUpdate } from "./trial.ts";

type Answer = FromWorker<TrialUpdate, Outcome>;

/** Milliseconds between two reports. */
const PAUSE = 200;

/** What all trials have in common, as it was sent. */
interface Common {
  readonly backend: BackendName;
  readonly train: SharedDataset;
  readonly validation: SharedDataset;
}

serve<Common, TrialHyperparameters>(async (hyperparameters, { backend, ...sent }, post) => {
  const tell = (answer: Answer) => post(answer);
  const start = performance.now();
  let next = start; // the first step of every trial is told
  const report = ({ iteration, iterations }: TrialUpdate) => {
    const now = performance.now();
    if (now < next) return;
    next = now + PAUSE;
    tell({ update: { iteration, iterations, seconds: (now - start) / 1000 } });
  };
  tell({ begun: true });
  const train = receivedDataset(sent.train);
  const validation = receivedDataset(sent.validation);
  const result = await runTrial(hyperparameters, { backend, train, validation }, report);
  tell({ result });
});
