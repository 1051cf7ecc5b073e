import { version_core } from "@tensorflow/tfjs";
import { openFolder } from "#folder";
import { sha256 } from "#hash";
import type { BackendName } from "../../backend/index.ts";
import type { DataFingerprints } from "./engine.ts";
import type { TrialHyperparameters } from "./hyperparameters.ts";
import { fromStored, toStored } from "./storedOutcome.ts";
import type { Outcome } from "./trial.ts";

/** The outcomes of trials, each in a file of its own: a line of JSON, and its SHA-256. */
export interface TrialStore {
  /**
   * The stored outcome of exactly this trial on the same data: undefined where there is none, or
   * where its file is damaged.
   */
  read(hyperparameters: TrialHyperparameters): Promise<Outcome | undefined>;
  write(hyperparameters: TrialHyperparameters, outcome: Outcome): Promise<void>;
}

/** What a trial's outcome depends on besides its hyperparameters. */
interface Given {
  readonly backend: BackendName;
  /** Fingerprints of the datasets. */
  readonly data: DataFingerprints;
}

/**
 * Opens a directory for the trials on some data and a backend, and makes it if it is not there. A
 * trial's file is named after all that determines its outcome, so that others never take its place.
 *
 * @param onDamage told which files are damaged or were changed
 * @throws Error when the directory cannot be made or written to
 */
export async function openStore(
  directory: string,
  given: Given,
  onDamage: (file: string) => void,
): Promise<TrialStore> {
  const folder = await openFolder(directory, { make: true }).catch((error) => {
    throw new Error(
      `gridSearch: trials cannot be stored in "${directory}" (${error.message}); ` +
        "name a directory that can be written to",
      { cause: error },
    );
  });

  const identity = (hyperparameters: TrialHyperparameters) => ({
    format: "cnn-notebooks trial 2",
    tensorflow: version_core,
    ...given,
    hyperparameters: Object.fromEntries(Object.entries(hyperparameters).toSorted()),
  });
  const sumOf = (text: string) => sha256().add(text).hex();
  const nameOf = (hyperparameters: TrialHyperparameters) => {
    const sum = sumOf(JSON.stringify(identity(hyperparameters)));
    return `trial-${sum.slice(0, 16)}.json`;
  };

  return {
    async read(hyperparameters) {
      const name = nameOf(hyperparameters);
      const bytes = await folder.read(name).catch((error) => {
        if (error.code === "ENOENT") return undefined;
        throw error;
      });
      if (!bytes) return undefined;
      const text = new TextDecoder().decode(bytes);
      const end = text.lastIndexOf("\n");
      const content = text.slice(0, end);
      if (sumOf(content) === text.slice(end + 1)) {
        const { outcome, ...stored } = JSON.parse(content);
        if (JSON.stringify(stored) === JSON.stringify(identity(hyperparameters))) {
          return fromStored(outcome);
        }
      }
      onDamage(`${directory}/${name}`);
      return undefined;
    },
    write(hyperparameters, outcome) {
      const all = { ...identity(hyperparameters), outcome: toStored(outcome) };
      const content = JSON.stringify(all);
      return folder.write(nameOf(hyperparameters), `${content}\n${sumOf(content)}`);
    },
  };
}
