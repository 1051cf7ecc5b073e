import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect } from "chai";
import { backends } from "../../lib/backend/backendsInNode.ts";

describe("the backends of Node.js", () => {
  it("are refused on what is no GPU, but for what is made for CPUs, or asked for", () => {
    const [gpu, cpu] = [
      { device: "x", gpu: true },
      { device: "llvmpipe", gpu: false },
    ];
    const refusals = Object.entries(backends).map(([name, { refuse }]) => [
      name,
      ...[gpu, cpu].flatMap((on) => [false, true].map((forced) => refuse?.(on, forced))),
    ]);
    const none = [undefined, undefined];
    expect(refusals).to.deep.equal([
      ["tfjs-node-gpu", ...none, "TensorFlow finds no GPU", "TensorFlow finds no GPU"],
      ["webgpu", ...none, "there is only a llvmpipe", undefined],
      ["tfjs-node", ...none, ...none],
      ["wasm", ...none, ...none],
    ]);
  });
});

/** Stands in for tfjs-node: notes what it finds, and computes as TensorFlow.js's cpu does. */
const INSTALLED = `
const util = require("node:util");
const tf = require("@tensorflow/tfjs");
const { TF_CPP_MIN_LOG_LEVEL, TF_FORCE_GPU_ALLOW_GROWTH, ...environment } = process.env;
globalThis.found = {
  settings: [TF_CPP_MIN_LOG_LEVEL, TF_FORCE_GPU_ALLOW_GROWTH],
  threads: [environment.TF_NUM_INTRAOP_THREADS, environment.TF_NUM_INTEROP_THREADS],
  nullish: [null, undefined, 0, "", false].map(util.isNullOrUndefined),
  arrays: [[], {}].map(util.isArray),
};
for (const kernel of tf.getKernelsForBackend("cpu")) {
  tf.registerKernel({ ...kernel, backendName: "tensorflow" });
}
tf.registerBackend("tensorflow", () =>
  Object.assign(tf.engine().registryFactory.cpu.factory(), {
    isUsingGpuDevice: false,
    binding: { TF_Version: "2.9.1" },
  }));`;

describe("tfjs-node as npm installs it, with a stand-in", () => {
  const ours = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "installed-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Starts a backend in a process of its own, of a Node whose util is Node 23's. */
  async function start(content: string, call: string, environment: NodeJS.ProcessEnv = {}) {
    const installed = path.join(folder, "@tensorflow", "tfjs-node");
    await mkdir(installed, { recursive: true });
    await writeFile(path.join(installed, "index.js"), content);
    const code = `
      import util from "node:util";
      delete util.isNullOrUndefined;
      delete util.isArray;
      const { backends } = await import(${JSON.stringify(pathToFileURL(ours("lib/backend/backendsInNode.ts")))});
      const told = await (async () => ${call})().catch(String);
      console.log(JSON.stringify({ told, found: globalThis.found }));`;
    const args = ["--import", "tsx", "--input-type=module", "--eval", code];
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      cwd: ours("."),
      env: {
        ...process.env,
        NODE_PATH: [folder, ours("node_modules")].join(path.delimiter),
        CNN_NATIVE_DIR: path.join(folder, "none"),
        ...environment,
      },
    });
    return JSON.parse(stdout.split("\n").at(-2) ?? "");
  }

  it("is found, and starts on the CPU with few messages, memory as it is needed and Node's lost functions", async () => {
    const row = 'backends["tfjs-node"]';
    const call = `(await ${row}.requireSetUp(), ${row}.start({ threads: 3, graph: true }))`;
    expect(await start(INSTALLED, call, { CNN_THREADS: "2" })).to.deep.equal({
      told: { device: "CPU, TensorFlow 2.9.1", gpu: false },
      found: {
        settings: ["3", "true"],
        threads: ["2", "2"],
        nullish: [true, true, false, false, false],
        arrays: [true, false],
      },
    });
  });

  it("is refused for a GPU where it has none, and where it does not load, in one line", async () => {
    const call = 'backends["tfjs-node-gpu"].start({})';
    expect((await start(INSTALLED, call)).told).to.equal("Unusable: TensorFlow finds no GPU");
    const broken = 'throw new Error("libtensorflow.so.2: cannot open\\nmore of it")';
    expect((await start(broken, call)).told).to.equal(
      "Unusable: does not load: Error: libtensorflow.so.2: cannot open",
    );
  });
});
