import { selectBackend } from "lib/backend";
import { cifarCnn, gridSearch, train } from "lib/cifar";
import { loadCifar10, type Splits } from "lib/data";

const sizes = { train: 200, validation: 40, test: 20 };

async function data(): Promise<Pick<Splits, "train" | "validation">> {
  const { train, validation } = await loadCifar10({ synthetic: sizes });
  return { train, validation };
}

/** The ranking of a small search, with its accuracies. */
export async function searched(directory: string): Promise<string[]> {
  const options = {
    data: await data(),
    directory,
    iterations: 6,
    validateEvery: 3,
    batchSize: 20,
    seed: 3,
    workers: 2,
    onProgress() {},
  };
  const space = { learningRate: [0.02, 0.2, 0.05] };
  const { trials } = await gridSearch(space, options);
  return trials.map((trial) => {
    if (trial.status !== "finished") return `${trial.status}: ${trial.reason}`;
    return JSON.stringify([
      trial.hyperparameters,
      trial.history.trainLoss,
      trial.validationAccuracy,
    ]);
  });
}

/** The losses of a run that keeps checkpoints, as far as it has come. */
export async function losses(
  checkpoint: string,
  iterations: number,
): Promise<{ losses: number[]; said: string[] }> {
  const said: string[] = [];
  await selectBackend({ backend: "wasm", threads: 1, log() {} });
  const { trainLoss } = await train(cifarCnn({ seed: 3 }), await data(), {
    checkpoint,
    iterations,
    validateEvery: 2,
    batchSize: 20,
    seed: 3,
    onProgress() {},
    log: (line) => said.push(line),
  });
  return { losses: trainLoss.map(({ value }) => value), said };
}
