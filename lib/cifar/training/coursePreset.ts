import type { Hyperparameters } from "./trainOptions.ts";

/**
 * How to train the network of `cifarCnn({ preset: "course" })`: six epochs, at a rate that only a
 * network with batch normalisation bears, in one cycle.
 *
 *     const model = cifarCnn({ preset: "course" });
 *     await train(model, data, coursePreset);
 */
export const coursePreset: Readonly<Hyperparameters> = {
  iterations: 2700,
  batchSize: 100,
  learningRate: 0.1,
  schedule: "oneCycle",
  optimizer: "nesterov",
  momentum: 0.9,
  weightDecay: 0.005,
  augment: true,
  validateEvery: 150,
};
