import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { CROP, cifarCnn, coursePreset, type TrainOptions, train, trainStep } from "lib/cifar";
import type { NativeBackend } from "../../../lib/backend/native/nativeBackend.ts";
import { blobs } from "../../cifar/blobs.ts";
import { needsNative } from "./setUp.ts";

/** Steps that are computed operation by operation first, the two that are noted included. */
const BEFORE = 10;

describe("graphSteps", () => {
  let backend: NativeBackend;
  before(async function () {
    needsNative.call(this);
    await selectBackend({ backend: "tfjs-node", log() {} });
    backend = tf.backend() as NativeBackend;
  });

  /** How often graphs were computed while a function ran. */
  async function graphsDuring(run: () => unknown): Promise<number> {
    const { binding } = backend;
    let count = 0;
    const runSavedModel: typeof binding.runSavedModel = (...call) => {
      count++;
      return binding.runSavedModel(...call);
    };
    backend.binding = Object.create(binding, { runSavedModel: { value: runSavedModel } });
    try {
      await run();
    } finally {
      backend.binding = binding;
    }
    return count;
  }

  async function oneByOne<T>(run: () => Promise<T>): Promise<T> {
    const { runStep } = backend;
    backend.runStep = undefined;
    try {
      return await run();
    } finally {
      backend.runStep = runStep;
    }
  }

  const data = { train: blobs(64, 1), validation: blobs(8, 2) };
  const networks = {
    "the assignment's network": { model: { seed: 3 }, options: { learningRate: 0.01 } },
    "batch normalisation, momentum, schedule and weight decay": {
      model: { batchNorm: true, seed: 3 },
      options: { optimizer: "nesterov", schedule: "oneCycle", weightDecay: 0.01 },
    },
    "the 70 % network": { model: { preset: "course", seed: 3 }, options: coursePreset },
  } as const;
  for (const [name, { model: sizes, options }] of Object.entries(networks)) {
    it(`computes the losses of ${name} as operations one by one do`, async () => {
      const iterations = BEFORE + 10;
      const run = async () => {
        const model = cifarCnn({ ...sizes, classes: 2 });
        const settings: TrainOptions = { ...options, batchSize: 16, iterations, seed: 3 };
        const { trainLoss } = await train(model, data, {
          ...settings,
          validateEvery: 1e6,
          onProgress() {},
        });
        const weights = model.getWeights().map((weight) => [...weight.dataSync()]);
        model.dispose();
        return [...trainLoss.map(({ value }) => value), ...weights.flat()];
      };
      const expected = await oneByOne(run);
      let found: number[] = [];
      const graphs = await graphsDuring(async () => {
        found = await run();
      });
      expect(graphs).to.equal(iterations - BEFORE);
      expect(found.length).to.equal(expected.length);
      for (const [i, value] of found.entries()) expect(value).to.be.closeTo(expected[i], 1e-4);
    });
  }

  /** Steps on the same images. */
  function steps(model: tf.LayersModel, count: number, optimizer: tf.Optimizer): number[] {
    const images = tf.randomNormal<tf.Rank.R4>([8, CROP, CROP, 3], 0, 1, "float32", 1);
    const labels = tf.tensor1d([0, 1, 2, 3, 4, 5, 6, 7], "int32");
    return Array.from({ length: count }, () =>
      tf.tidy(() => trainStep(model, optimizer, { images, labels }).dataSync()[0]),
    );
  }

  it("makes no graph where a layer draws random numbers", async () => {
    const { layers } = cifarCnn();
    const model = tf.sequential({ layers: [...layers, tf.layers.dropout({ rate: 0.5 })] });
    const optimizer = tf.train.sgd(0);
    let losses: number[] = [];
    const graphs = await graphsDuring(() => {
      losses = steps(model, BEFORE + 10, optimizer);
    });
    expect(graphs).to.equal(0);
    expect(new Set(losses.slice(-10)).size).to.equal(10);
  });

  it("goes on without the graph when a tensor that it took is gone", () => {
    class Scale extends tf.layers.Layer {
      static readonly className = "Scale";
      factor = tf.scalar(1);
      override call(x: tf.Tensor | tf.Tensor[]): tf.Tensor {
        return [x].flat()[0].mul(this.factor);
      }
    }
    const { layers } = cifarCnn({ seed: 1 });
    const scale = new Scale();
    const model = tf.sequential({ layers: [...layers, scale] });
    const optimizer = tf.train.sgd(0);
    steps(model, BEFORE + 2, optimizer);
    scale.factor.dispose();
    scale.factor = tf.scalar(0);
    for (const loss of steps(model, 2, optimizer)) expect(loss).to.be.closeTo(Math.log(10), 1e-6);
  });

  it("leaves variables of other backends where they are", async () => {
    await selectBackend({ backend: "wasm", log() {} });
    const elsewhere = tf.variable(tf.scalar(1));
    await selectBackend({ backend: "tfjs-node", log() {} });
    const graphs = await graphsDuring(() =>
      steps(cifarCnn({ seed: 1 }), BEFORE + 2, tf.train.sgd(0.01)),
    );
    expect(graphs).to.equal(2);
    expect(backend.tensorMap.has(elsewhere.dataId)).to.equal(false);
    elsewhere.dispose();
  });

  for (const which of ["first", "last"] as const) {
    it(`leaves the ${which} layer as it is when it is frozen after the graph was made`, () => {
      const model = cifarCnn({ seed: 1 });
      const optimizer = tf.train.sgd(0.01);
      steps(model, BEFORE + 2, optimizer);
      const layers = [model.layers[0], model.layers[model.layers.length - 1]];
      if (which === "last") layers.reverse();
      const weights = () => layers.map((layer) => [...layer.getWeights()[0].dataSync()]);
      const before = weights();
      layers[0].trainable = false;
      steps(model, 2, optimizer);
      const after = weights();
      expect(after[0]).to.deep.equal(before[0]);
      expect(after[1]).not.to.deep.equal(before[1]);
    });
  }

  it("takes the learning rate of each step, and batches of another size", () => {
    const model = cifarCnn({ seed: 1 });
    const optimizer = tf.train.sgd(0.01) as tf.SGDOptimizer;
    steps(model, BEFORE + 2, optimizer);
    optimizer.setLearningRate(0);
    const [before, after] = steps(model, 2, optimizer);
    expect(after).to.equal(before);
    const images = tf.zeros<tf.Rank.R4>([3, CROP, CROP, 3]);
    const labels = tf.tensor1d([0, 1, 2], "int32");
    expect(trainStep(model, optimizer, { images, labels }).dataSync()[0]).to.be.greaterThan(0);
    expect(optimizer.iterations).to.equal(BEFORE + 5);
  });

  it("keeps the graphs of the last 16 optimizers, and goes on with more", async () => {
    const models = Array.from({ length: 18 }, (_, i) => cifarCnn({ filters: 4, seed: i + 1 }));
    const optimizers = models.map(() => tf.train.sgd(0.01));
    const turn = (count: number) =>
      models.map((model, i) => steps(model, count, optimizers[i]).at(-1));
    const first = turn(BEFORE);
    let second: typeof first = [];
    const graphs = await graphsDuring(() => {
      second = turn(3);
    });
    expect(graphs).to.equal(3 * 16);
    for (const [i, loss] of second.entries()) expect(loss).to.be.below(first[i] ?? 0);
  });

  it("makes a new graph when an optimizer goes on with another model", async () => {
    const optimizer = tf.train.sgd(0.01);
    steps(cifarCnn({ seed: 1 }), BEFORE + 1, optimizer);
    const model = cifarCnn({ seed: 2 });
    const graphs = await graphsDuring(() => steps(model, BEFORE + 3, optimizer));
    expect(graphs).to.equal(3);
  });

  class Scale extends tf.layers.Layer {
    static readonly className = "ScaleBy";
    by = 1;
    override call(x: tf.Tensor | tf.Tensor[]): tf.Tensor {
      return [x].flat()[0].mul(this.by);
    }
  }

  /** A network whose settings change while it trains; every random draw has a seed. */
  function changing() {
    const glorot = (seed: number) => tf.initializers.glorotUniform({ seed });
    const kernel = { kernelSize: 5, strides: 4, kernelInitializer: glorot(1) };
    const layers = {
      conv: tf.layers.conv2d({
        ...kernel,
        inputShape: [CROP, CROP, 3],
        filters: 4,
        kernelRegularizer: tf.regularizers.l2({ l2: 0.1 }),
        kernelConstraint: tf.constraints.maxNorm({ maxValue: 9, axis: 0 }),
      }),
      norm: tf.layers.batchNormalization({ momentum: 0.9 }),
      relu: tf.layers.reLU(),
      dropout: tf.layers.dropout({ rate: 0.3, seed: 2 }),
      scale: new Scale(),
      flatten: tf.layers.flatten(),
      dense: tf.layers.dense({ units: 10, kernelInitializer: glorot(2) }),
    };
    const optimizer = new tf.MomentumOptimizer(0.01, 0.9);
    return { layers, optimizer, model: tf.sequential({ layers: Object.values(layers) }) };
  }

  type Change = (made: ReturnType<typeof changing>) => void;
  const set = (holder: object, name: string, value: unknown) => Reflect.set(holder, name, value);
  const changes: Record<string, Change> = {
    "the rate of dropout": ({ layers }) => set(layers.dropout, "rate", 0.6),
    "the momentum of batch normalisation": ({ layers }) => set(layers.norm, "momentum", 0.1),
    "the largest value of ReLU": ({ layers }) => set(layers.relu, "maxValue", 0.1),
    "the activation of a layer": ({ layers }) => {
      const { activation } = tf.layers.dense({ units: 1, activation: "tanh" }) as never;
      set(layers.dense, "activation", activation);
    },
    "the strength of a regularizer": ({ layers }) => {
      set(Reflect.get(layers.conv, "kernelRegularizer"), "l2", 9);
    },
    "the limit of a constraint": ({ layers }) => {
      set(Reflect.get(layers.conv, "kernelConstraint"), "maxValue", 0.1);
    },
    "a field of a layer of one's own": ({ layers }) => set(layers.scale, "by", 0.2),
    "the momentum": ({ optimizer }) => set(optimizer, "m", tf.scalar(0.1)),
    "Nesterov's momentum": ({ optimizer }) => set(optimizer, "useNesterov", true),
    "the learning rate": ({ optimizer }) => optimizer.setLearningRate(0.1),
  };
  for (const [what, change] of Object.entries(changes)) {
    it(`notices a change of ${what}`, async () => {
      const run = async (changes: Change | undefined) => {
        const made = changing();
        const { model, optimizer } = made;
        steps(model, BEFORE + 4, optimizer);
        changes?.(made);
        const losses = steps(model, BEFORE + 6, optimizer);
        const values = (model.predict(tf.ones([1, CROP, CROP, 3])) as tf.Tensor).dataSync();
        return [...losses, ...values];
      };
      const expected = await oneByOne(() => run(change));
      let found: number[] = [];
      const graphs = await graphsDuring(async () => {
        found = await run(change);
      });
      expect(graphs).to.be.at.least(6);
      for (const [i, value] of found.entries()) {
        expect(value).to.be.closeTo(expected[i], 1e-4 * Math.abs(expected[i]) + 1e-5);
      }
      const unchanged = await oneByOne(() => run(undefined));
      expect(Math.max(...unchanged.map((value, i) => Math.abs(value - expected[i])))).to.be.above(
        0.002,
      );
    });
  }

  it("makes none where they are not wanted, and again where they are", async () => {
    const model = cifarCnn({ filters: 4, seed: 1 });
    for (const graph of [false, true]) {
      await selectBackend({ backend: "tfjs-node", graph, log() {} });
      const graphs = await graphsDuring(() => steps(model, BEFORE + 2, tf.train.sgd(0.01)));
      expect(graphs).to.equal(graph ? 2 : 0);
    }
  });

  it("leaves Adam as it is", async () => {
    const optimizer = tf.train.adam(0.001);
    let losses: number[] = [];
    const graphs = await graphsDuring(() => {
      losses = steps(cifarCnn({ seed: 1 }), BEFORE + 3, optimizer);
    });
    expect(graphs).to.equal(0);
    expect(losses.at(-1)).to.be.below(losses[0]);
  });
});
