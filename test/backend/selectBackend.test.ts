import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { type Ended, Running } from "../scripts/running.ts";

const repository = path.resolve(import.meta.dirname, "../..");

describe("selectBackend", () => {
  let native: string;
  before(async () => {
    native = await mkdtemp(path.join(tmpdir(), "native-"));
  });
  after(() => rm(native, { recursive: true }));

  /** Calls selectBackend in a process that finds other backends in `folder` only, after other code. */
  function select(
    folder: string,
    env: NodeJS.ProcessEnv = {},
    { before = "", options = "" } = {},
  ): Promise<Ended> {
    const code = `
      import { selectBackend } from "lib/backend";
      ${before}
      await selectBackend(${options}).catch((error) => console.log(error.name + ": " + error.message));
      process.exit(); // TensorFlow.js's own threads would keep it`;
    return new Running(process.execPath, ["--input-type=module", "--eval", code], {
      cwd: repository,
      env: { ...process.env, CNN_BACKEND: "", CNN_NATIVE_DIR: path.join(native, folder), ...env },
    }).ended;
  }

  /** Puts an npm package with the given code into `folder`. */
  async function fake(folder: string, file: string, code: string): Promise<void> {
    const place = path.join(native, folder, "node_modules", file);
    await mkdir(path.dirname(place), { recursive: true });
    await writeFile(place, code);
  }

  it("takes a backend by its name, and names those that there are", async () => {
    const lines: string[] = [];
    const log = (line: string) => lines.push(line);
    expect((await selectBackend({ backend: "wasm", log })).name).to.equal("wasm");
    expect(tf.getBackend()).to.equal("wasm");
    expect(lines).to.have.length(1);
    expect(lines[0]).to.match(
      /^TensorFlow\.js 4\.22\.0 on wasm \(\d CPU threads?.*, with SIMD\); as asked$/,
    );
    const error = await selectBackend({ backend: "cpu" as "wasm" }).catch((error) => error);
    expect(error).to.be.instanceOf(RangeError);
    expect(error.message).to.equal(
      'selectBackend: the backend is cpu, it takes "tfjs-node-gpu", "webgpu", "tfjs-node", "wasm"',
    );
  });

  it("says what to do where WebAssembly runs already, built for one thread", async () => {
    const before = `
      import * as tf from "@tensorflow/tfjs";
      import "@tensorflow/tfjs-backend-wasm";
      await tf.setBackend("wasm");`;
    const options = '{ backend: "wasm", threads: 2 }';
    const { output } = await select("empty", { CNN_THREADS: "" }, { before, options });
    expect(output).to.equal(
      "Error: selectBackend: threads is 2, but WebAssembly runs already, built for one; restart, " +
        "and ask for threads before anything else uses TensorFlow.js\n",
    );
  });

  it("names a choice of graphs that is none", async () => {
    // @ts-expect-error: no boolean
    const error = await selectBackend({ graph: "no", log() {} }).catch((error) => error);
    expect(`${error}`).to.equal("RangeError: selectBackend: graph is no, it takes true or false");
  });

  it("takes WebAssembly where nothing else is set up, and says how to change that", async () => {
    const { output } = await select("empty");
    expect(output).to.match(/^TensorFlow\.js 4\.22\.0 on wasm \(.*\); tfjs-node-gpu, tfjs-node: /);
    expect(output).to.include("tfjs-node: not set up (npm run setup:native)");
    expect(output).to.include("webgpu: not set up (npm run setup:webgpu)");
    expect(output.trim().split("\n")).to.have.length(1);
  });

  it("says why the backend that the environment asks for does not work", async () => {
    const { output } = await select("empty", { CNN_BACKEND: "webgpu" });
    expect(output).to.equal(
      "Error: selectBackend: webgpu: not set up (npm run setup:webgpu); `npm run doctor` tries all backends\n",
    );
  });

  it("survives a driver that crashes and a library that does not load", async () => {
    await fake("broken", "webgpu/index.js", "process.abort();");
    await fake("broken", "@tensorflow/tfjs-backend-webgpu/dist/tf-backend-webgpu.node.js", "");
    await fake("broken", "@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node", "no library");
    const { code, output } = await select("broken");
    expect(code, output).to.equal(0);
    expect(output).to.match(
      /on wasm \(.*\); tfjs-node-gpu, tfjs-node: does not load: .*tfjs_binding/,
    );
    expect(output).to.include("webgpu: it crashed at its start (SIGABRT)");
  });

  it("has TensorFlow's library take the threads that are asked for, before it loads", async () => {
    const file = new URL("../../lib/dist/backend/native/startNative.js", import.meta.url);
    const names = ["TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "TF_CPP_MIN_LOG_LEVEL"];
    const before = `
      const { startNative } = await import(${JSON.stringify(file.href)});
      await startNative(false, { threads: 1 }).catch(({ name }) => console.log(name));
      console.log(...${JSON.stringify(names)}.map((name) => process.env[name]));
      process.exit();`;
    const env = Object.fromEntries([...names, "CNN_THREADS"].map((name) => [name, undefined]));
    const { output } = await select("broken", env, { before });
    expect(output).to.equal("Unusable\n1 1 3\n");
  });

  it("says so when the driver asked for crashes", async () => {
    const { code, output } = await select("broken", { CNN_BACKEND: "webgpu" });
    expect(code, output).to.equal(0);
    expect(output).to.include("Error: selectBackend: webgpu: it crashed at its start (SIGABRT)");
  });
});
