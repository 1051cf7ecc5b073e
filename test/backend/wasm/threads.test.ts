import { mkdtemp, readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import vm from "node:vm";
import { Worker } from "node:worker_threads";
import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { CLOSED, NEXT, STATE_BYTES } from "../../../lib/backend/wasm/dividedWork.ts";
import { tensorModules } from "../../../lib/backend/wasm/tensorModules.ts";
import { Running } from "../../scripts/running.ts";

const log = () => {};
const backend = "wasm";

/** The weights after some steps of descent on a fixed problem, as bytes. */
function trained(): Buffer {
  const [filters] = tf.tidy(() => {
    const filters = tf.variable(tf.randomNormal<tf.Rank.R4>([5, 5, 3, 16], 0, 1, "float32", 1));
    const more = tf.variable(tf.randomNormal<tf.Rank.R4>([3, 3, 16, 10], 0, 1, "float32", 3));
    const images = tf.randomNormal<tf.Rank.R4>([50, 16, 16, 3], 0, 1, "float32", 2);
    const optimizer = tf.train.sgd(0.01);
    const loss = () => {
      const first = tf.conv2d(images, filters, 2, "valid").relu<tf.Tensor4D>();
      return tf.conv2d(first, more, 1, "same").relu().sub(1).square().mean();
    };
    for (let step = 0; step < 10; step++) optimizer.minimize(loss as () => tf.Scalar);
    return [filters];
  });
  const values = filters.dataSync();
  tf.dispose(filters);
  return Buffer.from(values.buffer);
}

/** Tells what has to be put in order after an interrupt, as the kernel does, and waits for it. */
async function interrupted(): Promise<void> {
  const endings: Promise<unknown>[] = [];
  const wait = (ending: Promise<unknown>) => endings.push(ending);
  (process as NodeJS.EventEmitter).emit("interrupted", wait);
  await Promise.all(endings);
}

/** Runs `call` and terminates it after some milliseconds. */
function terminate(call: () => void, timeout: number): void {
  expect(() => vm.runInNewContext("call()", { call }, { timeout })).to.throw("timed out");
}

describe("the threads of WebAssembly", () => {
  after(() => selectBackend({ backend, log }));

  it("divide a convolution: while one has a part of it, another takes the next", async () => {
    await selectBackend({ backend, threads: 2, log });
    const images = tf.ones<tf.Rank.R4>([8, 4, 4, 1]); // two parts of four images
    const filters = tf.ones<tf.Rank.R4>([3, 3, 1, 1]);
    const convolve = () => tf.tidy(() => tf.conv2d(images, filters, 1, "valid").dataSync());
    convolve();
    await sleep(50); // by then the other thread sleeps, and after the first it still looks for more
    const { add } = Atomics;
    let end = 0;
    let isHelped = false;
    const waitForHelp = (state: Int32Array, place: number, value: number) => {
      const before = add(state, place, value);
      if (place === NEXT && state.byteLength === STATE_BYTES) {
        while (!isHelped && performance.now() < end) isHelped = Atomics.load(state, NEXT) > 1;
      }
      return before;
    };
    Object.assign(Atomics, { add: waitForHelp });
    try {
      for (const nth of ["first", "second"]) {
        isHelped = false;
        end = performance.now() + 5000;
        expect([...new Set(convolve())]).to.deep.equal([9]);
        expect(isHelped, nth).to.equal(true);
      }
    } finally {
      Atomics.add = add;
      tf.dispose([images, filters]);
    }
  });

  it("work in modules that a backend starts once", () => {
    const wasm = tf.backend() as BackendWasm;
    const [first, again] = [tensorModules(wasm), tensorModules(wasm)];
    expect(first === again).to.equal(true);
  });

  it("compute the same bits, however many there are", async () => {
    await selectBackend({ backend, threads: 1, log });
    const one = trained();
    for (const threads of [2, 5]) {
      await selectBackend({ backend, threads, log });
      expect(trained().equals(one), `${threads} threads`).to.equal(true);
    }
  });

  const x = () => tf.randomNormal<tf.Rank.R4>([64, 12, 12, 16], 0, 1, "float32", 1);
  const filter = (...shape: [number, number]) =>
    tf.randomNormal<tf.Rank.R4>([3, 3, ...shape], 0, 1, "float32", 2);
  const perChannel = (seed: number) => tf.randomUniform<tf.Rank.R1>([16], 0.1, 1, "float32", seed);
  const fused = (activation: "linear" | "relu") =>
    tf.fused.conv2d({
      ...{ x: x(), filter: filter(16, 16), strides: 1, pad: "same", activation },
      bias: perChannel(3).sub(0.5) as tf.Tensor1D,
    });
  const normalization = () =>
    tf.layers
      .batchNormalization({ epsilon: 0.5 })
      .apply(x().mul(0.1), { training: true }) as tf.Tensor;
  const slopes = (f: (x: tf.Tensor) => tf.Tensor) => tf.grad((y) => f(y).square().mul(1.5))(x());
  for (const [what, compute] of Object.entries<() => tf.Tensor>({
    "a bias is added, below 0 too": () => x().add(perChannel(4).sub(0.5)),
    "a bias is added to rows that are long": () => tf.ones([3, 40_000]).add(tf.range(0, 40_000)),
    "a convolution has a bias and no activation": () => fused("linear"),
    "a convolution has a bias and ReLU": () => fused("relu"),
    "a batch is normalised, with a large epsilon": normalization,
    "a batch is normalised by given statistics": () =>
      tf.batchNorm(x(), perChannel(5), perChannel(6), perChannel(7), perChannel(8), 0.5),
    "the gradient of a normalised batch is taken": () =>
      slopes((y) => tf.layers.batchNormalization({ epsilon: 0.5 }).apply(y) as tf.Tensor),
    "the gradient of ReLU is taken": () => slopes((y) => y.relu()),
    "the gradient of max pooling is taken": () =>
      slopes((y) => tf.maxPool(y as tf.Tensor4D, 2, 2, "same")),
    "the gradient of average pooling is taken": () =>
      slopes((y) => tf.avgPool(y as tf.Tensor4D, 3, 2, "same")),
    "the gradient of a filter of few numbers is taken": () =>
      tf.grad((w) => tf.conv2d(x(), w as tf.Tensor4D, 1, "same").square())(
        tf.randomNormal([1, 1, 16, 2], 0, 1, "float32", 2),
      ),
    "a depthwise convolution's gradient is taken": () =>
      slopes((y) => tf.depthwiseConv2d(y as tf.Tensor4D, filter(16, 1), 1, "same")),
  })) {
    it(`compute what one does where ${what}`, async () => {
      const values: Float32Array[] = [];
      for (const threads of [1, 2]) {
        await selectBackend({ backend, threads, log });
        values.push(tf.tidy(() => compute().dataSync<"float32">().slice()));
      }
      expect(values[0].some((value) => value !== 0)).to.equal(true);
      expect(values[1]).to.deep.equal(values[0]);
    });
  }

  it("leave the globals and the process as they were", async () => {
    const { cpus } = os;
    const { Blob } = globalThis;
    const { createObjectURL } = URL;
    await selectBackend({ backend, threads: 1, log });
    await selectBackend({ backend, threads: 3, log });
    expect(os.cpus).to.equal(cpus);
    expect(globalThis.Blob).to.equal(Blob);
    expect(URL.createObjectURL).to.equal(createObjectURL);
    expect("Worker" in globalThis).to.equal(false);
    const added = process.listeners("uncaughtException").map(String).join();
    expect(added).to.not.include("ExitStatus");
  });

  it("are as many as asked for, and the line says so", async () => {
    for (const [threads, text] of [
      [1, "1 CPU thread,"],
      [3, "3 CPU threads,"],
    ] as const) {
      const { device } = await selectBackend({ backend, threads, log });
      expect(device).to.include(text);
      const { wasm } = tf.backend() as BackendWasm;
      expect(wasm.tfjs.getThreadsCount(), "for TensorFlow.js's own kernels").to.equal(threads);
    }
    for (const threads of [0, 1.5, 9]) {
      const error = await selectBackend({ backend, threads, log }).catch((error) => error);
      expect(error).to.be.instanceOf(RangeError);
      expect(error.message).to.equal(
        `selectBackend: threads is ${threads}, it takes a whole number from 1 to 8`,
      );
    }
  });

  it("are as many as before when TensorFlow.js begins anew", async () => {
    const { device } = await selectBackend({ backend, log });
    tf.engine().reset();
    expect((await selectBackend({ backend, log })).device).to.equal(device);
    const { wasm } = tf.backend() as BackendWasm;
    expect(device).to.match(new RegExp(`^${wasm.tfjs.getThreadsCount()} CPU thread`));
    expect(trained().equals(trained())).to.equal(true);
  });

  it("is one in a worker thread, which is one of several", async () => {
    const code = `
      import("lib/backend")
        .then(({ selectBackend }) => selectBackend({ log() {} }))
        .then(({ device }) => require("node:worker_threads").parentPort.postMessage(device));`;
    const worker = new Worker(code, { eval: true });
    const device = await new Promise((resolve, reject) => {
      worker.on("message", resolve);
      worker.on("error", reject);
    });
    await worker.terminate();
    expect(device).to.match(/^1 CPU thread,/);
  });

  it("end with the program, and leave no file, however it ends", async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), "threads-"));
    const start = (then: string) => {
      const code = `
        import { selectBackend } from "lib/backend";
        await selectBackend({ backend: "wasm", threads: 2 });
        ${then}`;
      return new Running(process.execPath, ["--input-type=module", "--eval", code], {
        cwd: path.resolve(import.meta.dirname, "../../.."),
        env: { ...process.env, TMPDIR: folder },
      });
    };
    try {
      const normal = await start("").ended;
      expect(normal.code, normal.output).to.equal(0);
      const killed = start("setInterval(() => {}, 1000)");
      await killed.says("2 CPU threads");
      killed.kill("SIGKILL");
      await killed.ended;
      expect(await readdir(folder)).to.deep.equal([]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("go on after calls that were terminated, wherever, with what tensors held", async () => {
    await selectBackend({ backend, threads: 2, log });
    const images = tf.ones<tf.Rank.R4>([300, 24, 24, 16]);
    const filters = tf.ones<tf.Rank.R4>([5, 5, 16, 32]);
    const kept = tf.variable(tf.range(0, 1000));
    const calls = {
      convolution: () => tf.conv2d(images, filters, 1, "valid").dispose(),
      reservation: () => images.slice(0, 100 + Math.floor(200 * Math.random())).dispose(),
      addition: () => tf.tidy(() => void tf.scalar(1).add(1)),
    };
    for (const call of [...Object.values(calls), ...Object.values(calls)]) {
      const endless = () => {
        for (;;) call();
      };
      terminate(endless, 20 + Math.floor(20 * Math.random()));
      await interrupted();
      const mean = () => tf.conv2d(images.slice(0, 3), filters, 1, "valid").mean().dataSync()[0];
      expect(tf.tidy(mean)).to.equal(5 * 5 * 16);
      expect(trained().length).to.equal(4 * 5 * 5 * 3 * 16);
      kept.assign(tf.tidy(() => kept.add(1)));
    }
    expect(kept.dataSync()[999]).to.equal(999 + 6);
    tf.dispose([images, filters, kept]);
  });

  it("start anew after a kernel, or what takes or gives memory, was ended, and else go on as they are", async () => {
    await selectBackend({ backend, threads: 2, log });
    const started = tf.backend();
    tf.tensor1d([1]).dispose();
    await interrupted();
    expect(tf.backend() === started).to.equal(true);
    for (const part of ["_malloc", "_free"]) {
      const before = tf.backend() as BackendWasm;
      const held = tf.tensor1d([1]);
      let isInside = false;
      const endless = () => {
        isInside = true;
        for (;;);
      };
      Object.assign(before.wasm, { [part]: endless });
      // where the machine is busy, the time may be over before the call has come so far
      while (!isInside) terminate(() => tf.tensor1d([1]).dispose(), 20);
      await interrupted();
      expect(tf.backend() === before, part).to.equal(false);
      const { numDataBuffers } = tf.memory();
      held.dispose();
      expect(tf.memory().numDataBuffers).to.equal(numDataBuffers - 1);
    }
    expect([...tf.tensor1d([1]).add(1).dataSync()]).to.deep.equal([2]);
    const [images, filters] = [tf.ones([2000, 24, 24, 16]), tf.ones([5, 5, 16, 32])];
    const before = tf.backend();
    terminate(() => tf.conv2d(images as tf.Tensor4D, filters as tf.Tensor4D, 1, "valid"), 20);
    await interrupted();
    expect(tf.backend() === before, "in a kernel").to.equal(false);
    tf.dispose([images, filters]);
  });

  it("are let go of by a call that was cut off, before there are others", async () => {
    await selectBackend({ backend, threads: 2, log });
    const images = tf.ones<tf.Rank.R4>([400, 8, 8, 1]);
    const filters = tf.ones<tf.Rank.R4>([3, 3, 1, 1]);
    const convolve = () => tf.tidy(() => tf.conv2d(images, filters, 1, "valid").dataSync());
    let state: Int32Array = new Int32Array();
    const { add } = Atomics;
    const cutOff = (given: Int32Array, place: number, value: number) => {
      if (place !== NEXT || given.byteLength !== STATE_BYTES) return add(given, place, value);
      state = given;
      throw new Error("cut off");
    };
    Object.assign(Atomics, { add: cutOff });
    try {
      expect(convolve).to.throw("cut off");
    } finally {
      Object.assign(Atomics, { add });
    }
    expect(Atomics.load(state, NEXT)).to.be.below(CLOSED);
    await selectBackend({ backend, threads: 1, log });
    expect(Atomics.load(state, NEXT)).to.be.at.least(CLOSED);
    expect(convolve()[0]).to.equal(9);
    tf.dispose([images, filters]);
  });
});
