import type { LayersModel } from "@tensorflow/tfjs";
import { openFolder } from "#folder";
import { cannotBeOpened } from "../../files/cannotBeOpened.ts";
import type { History } from "../history.ts";
import type { TrainingState } from "../trainingState.ts";
import type { Settings, TrainingData } from "../trainOptions.ts";
import { latestCheckpoint, writeCheckpoint } from "./checkpointFiles.ts";
import { expectSameRun, runIdentity } from "./runIdentity.ts";

/** A run whose checkpoints are kept in a directory. */
export interface StoredRun {
  /** Where the latest checkpoint left the run; undefined where there is none. */
  readonly latest: { readonly history: History; readonly state: TrainingState } | undefined;
  /**
   * Writes a checkpoint.
   *
   * @throws Error when it cannot be written; those before it stay
   */
  write(history: History, state: TrainingState): Promise<void>;
}

/** What is about to be trained, and how. */
interface Run {
  readonly model: LayersModel;
  readonly data: TrainingData;
  readonly settings: Settings;
  /** Whether the model has been trained in this process, so that its weights are not initial. */
  readonly begun: boolean;
  /** The history that goes on, if it is not the directory's. */
  readonly resume: History | undefined;
  /** Told what is damaged and where the run goes on. */
  readonly log: (line: string) => void;
}

/**
 * Opens the directory of a run's checkpoints, which `withRunLock` has made.
 *
 * @throws RangeError when it holds those of another run, or later ones than `resume`
 * @throws Error when it cannot be read
 */
export async function openRun(
  checkpoint: string,
  { model, data, settings, begun, resume, log }: Run,
): Promise<StoredRun> {
  const folder = await openFolder(checkpoint);
  const directory = folder.path;
  const given = await runIdentity(model, data, settings);
  const latest = await latestCheckpoint(folder, log).catch((error) => {
    throw cannotBeOpened(directory, error);
  });
  if (latest) {
    expectSameRun(directory, latest.identity, given, begun);
    const iteration = latest.history.trainLoss.length;
    if (resume && resume.trainLoss.length < iteration) {
      throw new RangeError(
        `train: resume ends at iteration ${resume.trainLoss.length}, but "${directory}" is at ` +
          `${iteration} already; leave out resume, or name another directory`,
      );
    }
    if (!resume) log(`train: goes on at iteration ${iteration}, from "${directory}"`);
  }
  const identity = latest?.identity ?? given;
  return {
    latest,
    async write(history, state) {
      await writeCheckpoint(folder, { identity, history, state }).catch((error) => {
        throw new Error(
          `train: the checkpoint of iteration ${history.trainLoss.length} could not be written ` +
            `to "${directory}" (${error.message}). Model and history are kept: make room or name ` +
            "another directory, and train with resume: historyOf(model)",
          { cause: error },
        );
      });
    },
  };
}
