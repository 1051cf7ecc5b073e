import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { type BackendName, selectBackend } from "lib/backend";
import { type BackendRow, type Started, Unusable } from "../../lib/backend/backendName.ts";
import { watchDevice } from "../../lib/backend/webgpu/deviceLoss.ts";

/** A row of the table of backends, and what it notes of its calls. */
type Row = Omit<BackendRow, "factory" | "start"> & Partial<Pick<BackendRow, "factory" | "start">>;

const GPU: Started = { device: "GPU x", gpu: true };
const CPU: Started = { device: "CPU x", gpu: false };
const unusable = (reason: string) => async (): Promise<never> => {
  throw new Unusable(reason);
};

describe("the choice of a backend", () => {
  let table: Record<BackendName, BackendRow>;
  let replaceLostDevice: typeof import("../../lib/backend/startFirst.ts").replaceLostDevice;
  let kept: typeof table;
  let called: string[];
  let lines: string[];
  const { CNN_BACKEND } = process.env;

  before(async () => {
    // as selectBackend imports it, whatever loader of TypeScript there is
    ({ backends: table } = await import("../../lib/dist/backend/backendsInNode.js"));
    ({ replaceLostDevice } = await import("../../lib/dist/backend/startFirst.js"));
    kept = { ...table };
  });
  beforeEach(() => {
    called = [];
    lines = [];
    delete process.env.CNN_BACKEND;
  });
  afterEach(() => {
    Object.assign(table, kept);
    if (CNN_BACKEND !== undefined) process.env.CNN_BACKEND = CNN_BACKEND;
  });

  let factories = 0;
  /** Puts rows into the table that note their calls; the others are not set up. */
  function rows(made: Partial<Record<BackendName, Row>>): void {
    factories++; // probes are remembered by them
    for (const name of Object.keys(table) as BackendName[]) {
      const row = made[name] ?? { requireSetUp: unusable("not set up") };
      const factory = `${name.replace("-gpu", "")} ${factories}` as BackendRow["factory"];
      table[name] = { factory, start: async () => CPU, ...row };
      for (const part of ["requireSetUp", "probe", "start"] as const) {
        const { [part]: run } = table[name];
        if (!run) continue;
        const noted = (...given: unknown[]) => {
          called.push(`${part} ${name}`);
          return Reflect.apply(run, undefined, given);
        };
        Object.assign(table[name], { [part]: noted });
      }
    }
  }
  const log = (line: string) => lines.push(line);
  const select = (options: Parameters<typeof selectBackend>[0] = {}) =>
    selectBackend({ log, ...options });

  it("starts the first that works, and says why none before it", async () => {
    rows({
      webgpu: { probe: async () => CPU, refuse: ({ device }) => `there is only a ${device}` },
      "tfjs-node": { probe: unusable("it crashed") },
      wasm: {},
    });
    const reason =
      "tfjs-node-gpu: not set up; webgpu: there is only a CPU x; tfjs-node: it crashed";
    expect(await select()).to.deep.equal({ name: "wasm", device: "CPU x", reason });
    expect(lines).to.deep.equal([`TensorFlow.js ${tf.version_core} on wasm (CPU x); ${reason}`]);
    expect(called).to.deep.equal([
      ...["requireSetUp tfjs-node-gpu", "probe webgpu", "probe tfjs-node", "start wasm"],
    ]);
  });

  it("says a reason of several once, and nothing where the first works", async () => {
    rows({ wasm: {} });
    expect((await select()).reason).to.equal("tfjs-node-gpu, webgpu, tfjs-node: not set up");
    rows({ "tfjs-node-gpu": { start: async () => GPU } });
    expect(await select()).to.deep.equal({ name: "tfjs-node-gpu", device: "GPU x", reason: "" });
    expect(lines[1]).to.equal(`TensorFlow.js ${tf.version_core} on tfjs-node-gpu (GPU x)`);
  });

  it("probes a factory once in a process, also where two rows share it", async () => {
    const probe = async () => CPU;
    rows({
      "tfjs-node-gpu": { probe, refuse: ({ gpu }) => (gpu ? undefined : "no GPU") },
      "tfjs-node": { probe },
    });
    for (let i = 0; i < 2; i++) {
      expect((await select()).reason).to.equal("tfjs-node-gpu: no GPU; webgpu: not set up");
    }
    expect(called.filter((call) => call.startsWith("probe"))).to.deep.equal([
      "probe tfjs-node-gpu",
    ]);
  });

  it("starts the one that is asked for alone, with its options, even on a software adapter", async () => {
    const given: object[] = [];
    rows({
      webgpu: {
        probe: async () => CPU,
        refuse: (_, forced) => (forced ? undefined : "software"),
        start: async (options) => {
          given.push(options);
          return CPU;
        },
      },
      wasm: {},
    });
    const options = { backend: "webgpu", threads: 3, graph: false } as const;
    expect((await select(options)).reason).to.equal("as asked");
    expect(given[0]).to.include({ forced: true, threads: 3, graph: false });
    process.env.CNN_BACKEND = "webgpu";
    expect(await select()).to.include({ name: "webgpu", reason: "as asked" });
    process.env.CNN_BACKEND = "";
    expect(await select()).to.include({ name: "wasm" });
  });

  it("prepares kernels that come with a backend only as it starts", async () => {
    const kernelName = tf.FusedBatchNorm;
    const kernelFunc = () => [];
    const imported = tf.getKernel(kernelName, "webgpu"); // by another test
    if (imported) tf.unregisterKernel(kernelName, "webgpu");
    rows({
      webgpu: {
        async start() {
          await new Promise(setImmediate);
          tf.registerKernel({ kernelName, backendName: "webgpu", kernelFunc });
          return GPU;
        },
      },
    });
    try {
      await select();
      expect(tf.getKernel(kernelName, "webgpu").kernelFunc).to.not.equal(kernelFunc);
    } finally {
      tf.unregisterKernel(kernelName, "webgpu");
      if (imported) tf.registerKernel(imported);
    }
  });

  it("takes WebGPU again after its GPU was lost, as it was started, and else what is after it", async () => {
    const { error } = console;
    console.error = () => {};
    const given: object[] = [];
    let works = true;
    const lose = async () => {
      tf.registerBackend("webgpu", () => new tf.KernelBackend());
      const lost = Promise.resolve({ reason: "unknown", message: "lost" });
      watchDevice({ lost });
      await lost;
    };
    rows({
      "tfjs-node-gpu": {},
      webgpu: {
        factory: "webgpu",
        probe: () => (works ? Promise.resolve(GPU) : unusable("no device")()),
        start: (options) => Promise.resolve(given.push(options)).then(() => GPU),
      },
      wasm: {},
    });
    try {
      await select({ backend: "webgpu", threads: 3, graph: false });
      await lose();
      expect(await replaceLostDevice(log)).to.include({ name: "webgpu", reason: "as asked" });
      expect(given[1]).to.include({ forced: true, threads: 3, graph: false });
      works = false;
      await lose();
      const reason = "webgpu: no device; tfjs-node: not set up";
      expect(await replaceLostDevice(log)).to.include({ name: "wasm", reason });
      expect(tf.findBackendFactory("webgpu")).to.equal(null);
      expect(called.filter((call) => /probe|start/.test(call))).to.deep.equal([
        ...["probe webgpu", "start webgpu", "probe webgpu", "start webgpu", "probe webgpu"],
        "start wasm",
      ]);
      expect(lines).to.have.length(3);
    } finally {
      console.error = error;
      watchDevice({ lost: new Promise(() => {}) });
      if (tf.findBackendFactory("webgpu")) tf.removeBackend("webgpu");
    }
  });

  it("says what to do where none works, and passes other errors on", async () => {
    rows({});
    expect(await select().then(String, ({ message }) => message)).to.equal(
      "selectBackend: tfjs-node-gpu, webgpu, tfjs-node, wasm: not set up; `npm run doctor` tries all backends",
    );
    rows({ webgpu: { start: () => Promise.reject(new TypeError("a fault of ours")) }, wasm: {} });
    expect(await select().then(String, ({ message }) => message)).to.equal("a fault of ours");
  });

  it("refuses a graph that is neither true nor false", async () => {
    const graph = "no" as never;
    expect(await select({ graph }).then(String, String)).to.equal(
      "RangeError: selectBackend: graph is no, it takes true or false",
    );
  });
});
