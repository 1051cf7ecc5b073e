import * as tf from "@tensorflow/tfjs";

/** The rules by which a gradient changes the weights. */
export type OptimizerName = "sgd" | "momentum" | "nesterov" | "adam";

/** A learning rate to begin with. */
export const USUAL_RATE: Readonly<Record<OptimizerName, number>> = {
  sgd: 0.05,
  momentum: 0.01,
  nesterov: 0.01,
  adam: 0.001,
};

/** An optimiser of tfjs whose learning rate may change from step to step. */
export interface ScheduledOptimizer extends tf.Optimizer {
  setLearningRate(learningRate: number): void;
}

/**
 * Makes an optimiser; its learning rate is set before each step.
 *
 * - sgd: w ← w − rate·g
 * - momentum: v ← momentum·v + g, w ← w − rate·v (Polyak, 1964)
 * - nesterov: the same v, w ← w − rate·(g + momentum·v) (Sutskever et al., 2013)
 * - adam: with β₁ 0.9, β₂ 0.999 (Kingma and Ba, 2015)
 */
export function makeOptimizer(name: OptimizerName, momentum: number): ScheduledOptimizer {
  switch (name) {
    case "sgd":
      return new tf.SGDOptimizer(0);
    case "momentum":
      return new Momentum(0, momentum);
    case "nesterov":
      return new Momentum(0, momentum, true);
    case "adam":
      return new Adam(0, BETA_1, BETA_2);
  }
}

/** Copies of what the optimiser has gathered: velocities or moments, a list of values a weight. */
export async function optimizerState(optimizer: tf.Optimizer): Promise<Float32Array[]> {
  const [iterations, ...gathered] = await optimizer.getWeights();
  iterations.tensor.dispose();
  return Promise.all(gathered.map(({ tensor }) => tensor.data<"float32">()));
}

/**
 * Gives a new optimiser what another had gathered after `iterations` steps on the same weights.
 * One that gathers other things, such as Adam after momentum, begins anew.
 */
export async function restoreOptimizer(
  optimizer: tf.Optimizer,
  state: readonly Float32Array[],
  { weights, iterations }: { weights: readonly tf.LayerVariable[]; iterations: number },
): Promise<void> {
  if (state.length !== (GATHERS[optimizer.getClassName()] ?? 0) * weights.length) return;
  const tensors = state.map((values, i) => {
    const { originalName, shape } = weights[i % weights.length];
    return { name: originalName, tensor: tf.tensor(values, shape as number[]) };
  });
  const counter = tf.scalar(iterations, "int32");
  await optimizer.setWeights([{ name: "iter", tensor: counter }, ...tensors]);
  tf.dispose([counter, ...tensors.map(({ tensor }) => tensor)]);
}

/** Arrays that an optimiser of a class keeps for each weight; none for SGD. */
const GATHERS: Readonly<Record<string, number>> = { Momentum: 1, Adam: 2 };

/** Also disposes of the learning rate, which tfjs forgets. */
class Momentum extends tf.MomentumOptimizer {
  override dispose(): void {
    super.dispose();
    this.c.dispose();
  }
}

const BETA_1 = 0.9;
const BETA_2 = 0.999;

class Adam extends tf.AdamOptimizer implements ScheduledOptimizer {
  setLearningRate(learningRate: number): void {
    this.learningRate = learningRate;
  }

  /** tfjs takes βⁿ from `pow`; training multiplies, and its last bit may differ. */
  override async setWeights(weights: Parameters<tf.Optimizer["setWeights"]>[0]): Promise<void> {
    await super.setWeights(weights);
    tf.tidy(() => {
      // biome-ignore lint/complexity/useLiteralKeys: they are private
      this["accBeta1"].assign(tf.scalar(power(BETA_1, this.iterations + 1)));
      // biome-ignore lint/complexity/useLiteralKeys: they are private
      this["accBeta2"].assign(tf.scalar(power(BETA_2, this.iterations + 1)));
    });
  }
}

/** xⁿ multiplied out in single precision. */
function power(x: number, n: number): number {
  const single = Math.fround(x);
  let product = single;
  for (let i = 1; i < n; i++) product = Math.fround(product * single);
  return product;
}
