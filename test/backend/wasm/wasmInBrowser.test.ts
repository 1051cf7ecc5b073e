import { once } from "node:events";
import os from "node:os";
import { Worker } from "node:worker_threads";
import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { expect } from "chai";
import { selectBackend } from "lib/backend";

const built = (file: string) =>
  import(new URL(`../../../lib/dist/backend/${file}`, import.meta.url).href);

describe("WebAssembly in a page that shares memory", () => {
  const { availableParallelism } = os;
  after(async () => {
    os.availableParallelism = availableParallelism;
    await selectBackend({ backend: "wasm", threads: 1, log() {} });
  });

  it("takes the threads that are asked for, or else those that once were the fastest", async () => {
    os.availableParallelism = () => 4;
    const { startThreads }: typeof import("../../../lib/backend/wasm/wasmInBrowser.ts") =
      await built("wasm/wasmInBrowser.js");
    const { threadsOf }: typeof import("../../../lib/backend/wasm/threadsOf.ts") =
      await built("wasm/threadsOf.js");
    const { cores }: typeof import("../../../lib/backend/cores.ts") = await built("cores.js");
    await selectBackend({ backend: "wasm", threads: 2, log() {} });
    const backend = tf.backend() as BackendWasm;
    const helped = threadsOf(backend);
    if (!helped) throw new Error("it shares no memory");
    const counts: number[] = [];
    const setCount = helped.setCount.bind(helped);
    helped.setCount = (count) => {
      counts.push(count);
      return setCount(count);
    };
    const start = (threads?: number) => startThreads(threads, async () => backend);

    const fastest = await start();
    const tried = [1, cores() >> 1, cores()].filter((count, i) => i === 0 || count > 1);
    expect([...new Set(counts.slice(0, -2))]).to.deep.equal([...new Set(tried)]);
    expect(counts.slice(-2)).to.deep.equal([fastest.threads, fastest.threads]);
    counts.length = 0;
    expect(await start()).to.equal(fastest);
    expect(await start(3)).to.deep.equal({ threads: 3 });
    expect(counts).to.deep.equal([fastest.threads, 3]);
  });

  it("has the build with threads, where the scripts lie, for its own kernels one", async () => {
    const script = new URL("../../../lib/dist/backend/wasm/wasmInBrowser.js", import.meta.url);
    const code = `
      const tf = require("@tensorflow/tfjs");
      const wasm = require("@tensorflow/tfjs-backend-wasm");
      const { parentPort } = require("node:worker_threads");
      let told = [];
      for (const name of ["setThreadsCount", "setWasmPaths"]) wasm[name] = (what) => told.push(what);
      import("${script}").then(async ({ startThreads }) => {
        for (const crossOriginIsolated of [true, false]) {
          Object.assign(globalThis, { crossOriginIsolated });
          told = [];
          const start = async () => {
            told.push(tf.env().getBool("WASM_HAS_MULTITHREAD_SUPPORT"));
            parentPort.postMessage(told);
            throw new Error("it does not start here");
          };
          await startThreads(1, start).catch(() => {});
        }
      });`;
    const told: unknown[] = [];
    const worker = new Worker(code, { eval: true });
    worker.on("message", (message) => told.push(message));
    await once(worker, "exit");
    const beside = new URL("./", script).href;
    expect(told).to.deep.equal([
      [1, beside, true],
      [1, beside, false],
    ]);
  });
});
