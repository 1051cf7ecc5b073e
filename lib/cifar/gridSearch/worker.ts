import { parentPort, workerData } from "node:worker_threads";
import type { TrialHyperparameters } from "./hyperparameters.ts";
import type { FromWorker } from "./pool.ts";
import { runTrial } from "./runTrial.ts";
import type { Outcome, TrialUpdate } from "./trial.ts";

/** Milliseconds between two reports. */
const PAUSE = 200;

let next = 0;

function tell(message: FromWorker<TrialUpdate, Outcome>): void {
  parentPort?.postMessage(message);
}

function report({ iteration, iterations }: TrialUpdate): void {
  if (performance.now() < next) return;
  next = performance.now() + PAUSE;
  tell({ update: { iteration, iterations } });
}

parentPort?.on("message", async (hyperparameters: TrialHyperparameters) => {
  tell({ result: await runTrial(hyperparameters, workerData, report) });
});
