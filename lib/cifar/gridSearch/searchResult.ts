import type { LayersModel } from "@tensorflow/tfjs";
import type { Dataset } from "../../data/index.ts";
import { displayable, escapeHtml, tableBundle } from "../../display/index.ts";
import { type Evaluation, evaluate } from "../evaluation/evaluate.ts";
import { fingerprint } from "../input/fingerprint.ts";
import { cifarCnn } from "../network/cifarCnn.ts";
import { refuseCpuBackend } from "../training/refuseCpuBackend.ts";
import { setWeights } from "../training/trainingState.ts";
import { type SearchSpace, valueText } from "./hyperparameters.ts";
import { type Entry, type FinishedTrial, rankedTrials, type Trial } from "./trial.ts";

/** What a search knows at its end, besides its trials. */
export interface SearchEnd {
  readonly space: SearchSpace;
  /** What the reader has to know besides the table. */
  readonly notes: readonly string[];
  /** The network's classes and channels, as `cifarCnn` takes them. */
  readonly task: { readonly classes: number; readonly channels: number };
  /** Fingerprints of the datasets that the search has used, by name. */
  readonly used: Readonly<Record<string, string>>;
}

/** The trials of a search; shows itself as a table. */
export class SearchResult {
  readonly space: SearchSpace;
  /** Those that have ended, the best validation accuracy first. */
  readonly trials: readonly Trial[];
  readonly #entries: readonly Entry[];
  readonly #end: SearchEnd;
  #tested: { readonly images: string; readonly evaluation: Evaluation } | undefined;

  constructor(entries: readonly Entry[], end: SearchEnd) {
    this.space = end.space;
    this.trials = rankedTrials(entries);
    this.#entries = entries;
    this.#end = end;
    displayable(this, () => {
      const { "text/html": html, "text/plain": text } = tableBundle(this.trials.map(row));
      const notes = end.notes.map((note) => `<div>${escapeHtml(note)}</div>`);
      return {
        "text/html": [html, ...notes].join(""),
        "text/plain": [text, ...end.notes].join("\n"),
      };
    });
  }

  /**
   * The trial with the best validation accuracy.
   *
   * @throws Error when no trial has finished
   */
  get winner(): FinishedTrial {
    const [best] = this.trials;
    if (best?.status === "finished") return best;
    const why = best ? `the first one ${best.status}: ${best.reason}` : "none has ended";
    throw new Error(`gridSearch: no trial has finished, so there is no winner; ${why}`);
  }

  /** A new model with the winner's weights at its best measurement; dispose of it after use. */
  winnerModel(): LayersModel {
    const { hyperparameters } = this.winner;
    const entry = this.#entries.find((entry) => entry.hyperparameters === hyperparameters);
    const model = cifarCnn({ ...entry?.settings, ...this.#end.task });
    if (entry?.outcome?.status === "finished") setWeights(model, entry.outcome.weights);
    return model;
  }

  /**
   * Evaluates the winner on the test set: once, when all trials have ended, because a test set
   * that helps to choose measures nothing. The same images again get the same answer.
   *
   * @throws Error when trials are missing, the search has used these images, or the winner was
   *   evaluated on others before
   */
  async evaluateWinner(test: Dataset): Promise<Evaluation> {
    const missing = this.#entries.length - this.trials.length;
    if (missing > 0) {
      throw new Error(
        `evaluateWinner: ${missing} of ${this.#entries.length} trials are missing; let the search ` +
          "finish before the test set is used",
      );
    }
    const images = await fingerprint(test);
    for (const [name, fingerprint] of Object.entries(this.#end.used)) {
      if (fingerprint !== images) continue;
      throw new Error(`evaluateWinner: this is the ${name} set of the search; pass the test set`);
    }
    if (this.#tested && this.#tested.images !== images) {
      const percent = (100 * this.#tested.evaluation.accuracy).toFixed(1);
      throw new Error(
        `evaluateWinner: the winner was evaluated on another dataset before (${percent} %); ` +
          "a test set is used once",
      );
    }
    this.#tested ??= { images, evaluation: await this.#evaluate(test) };
    return this.#tested.evaluation;
  }

  async #evaluate(test: Dataset): Promise<Evaluation> {
    await refuseCpuBackend("evaluateWinner");
    const model = this.winnerModel();
    try {
      return await evaluate(model, test);
    } finally {
      model.dispose();
    }
  }
}

function row(trial: Trial, index: number): Record<string, string | number> {
  const { hyperparameters, status, reason, seconds } = trial;
  const texts = Object.entries(hyperparameters).map(([name, value]) => [name, valueText(value)]);
  const finished = status === "finished";
  return {
    rank: finished ? index + 1 : "",
    ...Object.fromEntries(texts),
    "validation accuracy": finished ? `${(100 * trial.validationAccuracy).toFixed(1)} %` : status,
    "best iteration": finished ? trial.iteration : "",
    ended: reason,
    seconds: seconds.toFixed(1),
  };
}
