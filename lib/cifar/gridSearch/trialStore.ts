import { version_core } from "@tensorflow/tfjs";
import { openFolder } from "#folder";
import { sha256 } from "#hash";
import type { BackendName } from "../../backend/index.ts";
import type { Weights } from "../training/trainingState.ts";
import type { TrialHyperparameters } from "./hyperparameters.ts";
import type { EndedHistory, Outcome } from "./trial.ts";

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
  readonly data: { readonly train: string; readonly validation: string };
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
        if (JSON.stringify(stored) === JSON.stringify(identity(hyperparameters)))
          return fromStored(outcome);
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

/** As outcomes stand in files: weights as base64 of their bytes. */
type Stored = Exclude<Outcome, { weights: Weights }> | StoredSuccess;
type StoredSuccess = { status: "finished"; history: EndedHistory; weights: string[] };

function toStored(outcome: Outcome): Stored {
  if (outcome.status !== "finished") return outcome;
  return { ...outcome, weights: outcome.weights.map(toBase64) };
}

function fromStored(stored: Stored): Outcome {
  if (stored.status !== "finished") return stored;
  return { ...stored, weights: stored.weights.map(fromBase64) };
}

function toBase64({ buffer, byteOffset, byteLength }: Float32Array): string {
  const bytes = Array.from(new Uint8Array(buffer, byteOffset, byteLength));
  return btoa(bytes.map((byte) => String.fromCharCode(byte)).join(""));
}

function fromBase64(text: string): Float32Array {
  return new Float32Array(Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0)).buffer);
}
