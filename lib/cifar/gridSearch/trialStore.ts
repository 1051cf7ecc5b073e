import { version_core } from "@tensorflow/tfjs";
import type { BackendName } from "../../backend/index.ts";
import { writeAtomically } from "../files/writeAtomically.ts";
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
  const { access, constants, mkdir, readFile } = await import("node:fs/promises");
  const { createHash } = await import("node:crypto");
  const { join } = await import("node:path");
  try {
    await mkdir(directory, { recursive: true });
    await access(directory, constants.W_OK);
  } catch (error) {
    throw new Error(
      `gridSearch: trials cannot be stored in "${directory}" (${(error as Error).message}); ` +
        "name a directory that can be written to",
      { cause: error },
    );
  }

  const identity = (hyperparameters: TrialHyperparameters) => ({
    format: "cnn-notebooks trial 2",
    tensorflow: version_core,
    ...given,
    hyperparameters: Object.fromEntries(Object.entries(hyperparameters).toSorted()),
  });
  const sumOf = (text: string) => createHash("sha256").update(text).digest("hex");
  const pathOf = (hyperparameters: TrialHyperparameters) => {
    const name = sumOf(JSON.stringify(identity(hyperparameters))).slice(0, 16);
    return join(directory, `trial-${name}.json`);
  };

  return {
    async read(hyperparameters) {
      const path = pathOf(hyperparameters);
      const text = await readFile(path, "utf8").catch((error) => {
        if (error.code === "ENOENT") return undefined;
        throw error;
      });
      if (text === undefined) return undefined;
      const end = text.lastIndexOf("\n");
      const content = text.slice(0, end);
      if (sumOf(content) === text.slice(end + 1)) {
        const { outcome, ...stored } = JSON.parse(content);
        if (JSON.stringify(stored) === JSON.stringify(identity(hyperparameters)))
          return fromStored(outcome);
      }
      onDamage(path);
      return undefined;
    },
    write(hyperparameters, outcome) {
      const all = { ...identity(hyperparameters), outcome: toStored(outcome) };
      const content = JSON.stringify(all);
      return writeAtomically(pathOf(hyperparameters), `${content}\n${sumOf(content)}`);
    },
  };
}

/** As outcomes stand in files: weights as base64 of their bytes. */
type Stored = Exclude<Outcome, { weights: Weights }> | StoredSuccess;
type StoredSuccess = { status: "finished"; history: EndedHistory; weights: string[] };

function toStored(outcome: Outcome): Stored {
  if (outcome.status !== "finished") return outcome;
  const text = ({ buffer, byteOffset, byteLength }: Float32Array) =>
    Buffer.from(buffer, byteOffset, byteLength).toString("base64");
  return { ...outcome, weights: outcome.weights.map(text) };
}

function fromStored(stored: Stored): Outcome {
  if (stored.status !== "finished") return stored;
  const values = (text: string) =>
    new Float32Array(Uint8Array.from(Buffer.from(text, "base64")).buffer);
  return { ...stored, weights: stored.weights.map(values) };
}
