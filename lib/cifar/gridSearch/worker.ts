import { serve } from "#threads";
import type { BackendName } from "../../backend/index.ts";
import type { TrialHyperparameters } from "./hyperparameters.ts";
import type { FromWorker } from "./pool.ts";
import { runTrial } from "./runTrial.ts";
import { receivedDataset, type SharedDataset } from "./sharedDataset.ts";
import type { Outcome, TrialUpdate } from "./trial.ts";

type Answer = FromWorker<TrialUpdate, Outcome>;

/** Milliseconds between two reports. */
const PAUSE = 200;

let next = 0;

/** What all trials have in common, as it was sent. */
interface Common {
  readonly backend: BackendName;
  readonly train: SharedDataset;
  readonly validation: SharedDataset;
}

serve<Common, TrialHyperparameters>(async (hyperparameters, { backend, ...sent }, post) => {
  const tell = (answer: Answer) => post(answer);
  const report = ({ iteration, iterations }: TrialUpdate) => {
    if (performance.now() < next) return;
    next = performance.now() + PAUSE;
    tell({ update: { iteration, iterations } });
  };
  const train = receivedDataset(sent.train);
  const validation = receivedDataset(sent.validation);
  const result = await runTrial(hyperparameters, { backend, train, validation }, report);
  tell({ result });
});
