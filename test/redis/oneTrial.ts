import type { Engine, EngineTask } from "../../lib/cifar/gridSearch/engine.ts";
import type { Outcome } from "../../lib/cifar/gridSearch/trial.ts";
import { blobs } from "../cifar/blobs.ts";

const sum = "0123456789abcdef".repeat(4);
const settings = { seed: 1 };

/** A trial, as Redis has it. */
export const job = { settings, data: { train: sum, validation: sum }, backend: "wasm" };

/** What may be found of it. */
export const outcome: Outcome = { status: "diverged", reason: "it diverged", seconds: 2 };

/** Begins a search for it. */
export function searchOne({ run }: Engine, onState: EngineTask["onState"] = () => {}) {
  const controller = new AbortController();
  const data = { train: blobs(2, 1), validation: blobs(2, 2) };
  const ended = run([{ hyperparameters: settings, settings }], {
    ...{ backend: "wasm", data, used: job.data, signal: controller.signal },
    ...{ onUpdate() {}, note() {}, onEnd: async () => true, onState },
  });
  return { ended, controller };
}
