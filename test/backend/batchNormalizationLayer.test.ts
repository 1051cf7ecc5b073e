import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { TRAINING_BATCH_NORM } from "../../lib/backend/gradients/batchNorm.ts";
import { expectClose } from "./closeTo.ts";

type Options = Parameters<typeof tf.layers.batchNormalization>[0];

describe("the layer of batch normalisation", () => {
  before(() => selectBackend({ backend: "wasm", threads: 1, log() {} }));
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  const SHAPE = [2, 3, 4, 3];
  const epsilon = 0.25;
  const momentum = 0.75;
  /** All numbers of x at a place of an axis. */
  const along = (x: tf.Tensor, axis: number, place: number) =>
    x.gather([place], axis).dataSync<"float32">();

  const cases: [options: Options, axis: number, isKernel: boolean][] = [
    [{}, 3, true],
    [{ axis: 3 }, 3, true],
    [{ axis: 1 }, 1, false],
    [{ axis: 2 }, 2, false],
    [{ scale: false }, 3, true],
    [{ center: false }, 3, true],
    [{ center: false, scale: false, axis: 1 }, 1, false],
  ];
  for (const [options, axis, isKernel] of cases) {
    it(`trains ${isKernel ? "by one kernel" : "by its parts"} with ${JSON.stringify(options)}`, async () => {
      const layer = tf.layers.batchNormalization({ ...options, epsilon, momentum });
      const x = tf.randomNormal(SHAPE, 1, 2, "float32", 1);
      let y = x;
      const { kernels } = await tf.profile(() => {
        y = layer.apply(x, { training: true }) as tf.Tensor;
        return y;
      });
      expect(kernels.some(({ name }) => name === TRAINING_BATCH_NORM)).to.equal(isKernel);
      const weights = layer.getWeights().map((weight) => weight.dataSync());
      expect(weights).to.have.length(
        2 + Number(layer.getConfig().scale) + Number(layer.getConfig().center),
      );
      const [means, variances] = weights.slice(-2);
      for (const place of Array(SHAPE[axis]).keys()) {
        const values = [...along(x, axis, place)];
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        const variance =
          values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
        const due = values.map((value) => (value - mean) / Math.sqrt(variance + epsilon));
        expectClose(along(y, axis, place), due);
        const moved = [0.25 * mean, 0.75 + 0.25 * variance]; // from 0 and 1
        expectClose([means[place], variances[place]], moved, 1e-4);
      }
      const { numTensors } = tf.memory();
      (layer.apply(x, { training: true }) as tf.Tensor).dispose();
      expect(tf.memory().numTensors).to.equal(numTensors);
      layer.dispose();
    });
  }

  it("predicts by what it has learned", () => {
    const layer = tf.layers.batchNormalization({ epsilon, scale: false });
    const x = tf.randomNormal(SHAPE, 1, 2, "float32", 1);
    const due = x.div(Math.sqrt(1 + epsilon)).dataSync(); // its averages are 0 and 1
    expectClose((layer.apply(x) as tf.Tensor).dataSync(), due);
    layer.dispose();
  });
});
