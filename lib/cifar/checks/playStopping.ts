import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../../data/dataset.ts";
import { type Ending, Limit } from "./scripted.ts";

/** What a loop with early stopping works on. */
export interface StoppingTask {
  /** Steps at most. */
  readonly iterations: number;
  /** Steps from one measurement to the next. */
  readonly validateEvery: number;
  /** Measurements in a row without a new maximum after which the loop stops. */
  readonly patience: number;
  readonly data: { readonly train: Dataset; readonly validation: Dataset; readonly test: Dataset };
  /** Takes step number `iteration`, from 0; the loss of its batch. */
  step(iteration: number): Promise<number>;
  /** The accuracy of the network on these images. */
  measure(images: Dataset): Promise<number>;
  /** The network's own weights: the steps that follow change them. */
  getWeights(): tf.Tensor[];
  /** Gives the network copies of these weights. */
  setWeights(weights: tf.Tensor[]): void;
}

/** A loop with early stopping. */
export type StoppingLoop = (task: StoppingTask) => unknown;

/** What a run is made of. */
export interface Script {
  /** The accuracy at each measurement after the first step; the last one stays. */
  accuracies: readonly number[];
  iterations: number;
  validateEvery: number;
  patience: number;
}

/** What a loop did. */
export interface Played {
  ending: Ending;
  /** The numbers of the steps, as they were asked for. */
  steps: number[];
  /** Each measurement before the weights were put back. */
  measured: { after: number; images: string }[];
  /** The step whose weights the network has in the end. */
  weightsOf: number;
  /** The network was given its own tensors back. */
  aliased: boolean;
  /** A step or measurement was not waited for. */
  overlapped: boolean;
}

/** How often an answer has others go first, so that whoever does not wait for it is noticed. */
const TURNS = 10;

/** Runs a loop on a network whose only weight is the number of its steps. */
export async function playStopping(loop: StoppingLoop, script: Script): Promise<Played> {
  const { accuracies, iterations, validateEvery, patience } = script;
  const limit = new Limit(4 * iterations + 100);
  const weight = tf.tidy(() => tf.variable<tf.Rank>(tf.scalar(0)));
  const played: Omit<Played, "ending" | "weightsOf"> = {
    steps: [],
    measured: [],
    aliased: false,
    overlapped: false,
  };
  const data = { train: noImages(), validation: noImages(), test: noImages() };
  const counts = new Map<Dataset, number>();
  let restored = false;
  let open = 0;
  async function answer(number: number): Promise<number> {
    played.overlapped ||= open > 0;
    open++;
    await limit.count();
    for (const _ of Array(TURNS)) await null;
    open--;
    return number;
  }
  const ending = await limit.run(() =>
    loop({
      iterations,
      validateEvery,
      patience,
      data,
      step(iteration) {
        limit.refuse();
        played.steps.push(iteration);
        tf.tidy(() => weight.assign(tf.scalar(played.steps.length)));
        return answer(2.3);
      },
      measure(images) {
        limit.refuse();
        const count = counts.get(images) ?? 0;
        const isTrained = played.steps.length > 0;
        if (isTrained) counts.set(images, count + 1);
        const name = Object.entries(data).find(([, each]) => each === images)?.[0] ?? "other";
        if (!restored) played.measured.push({ after: played.steps.length, images: name });
        return answer(isTrained ? accuracies[Math.min(count, accuracies.length - 1)] : 0);
      },
      getWeights: () => [weight],
      setWeights([given]) {
        restored = true;
        played.aliased = given === weight;
        if (given && !played.aliased) weight.assign(given);
      },
    }),
  );
  played.overlapped ||= ending === "returned" && open > 0;
  const [weightsOf] = await weight.data();
  weight.dispose();
  return { ...played, ending, weightsOf };
}

function noImages(): Dataset {
  return {
    images: new Uint8Array(0),
    labels: new Uint8Array(0),
    classes: [],
    shape: [0, 0, 0],
    source: { synthetic: true, description: "a script" },
  };
}
