import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { backends, candidates } from "../../lib/backend/backendsInBrowser.ts";

describe("the backends of a page", () => {
  const navigator = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  afterEach(() => {
    if (navigator) Object.defineProperty(globalThis, "navigator", navigator);
    else Reflect.deleteProperty(globalThis, "navigator");
  });

  /** Has the page's browser find an adapter with this information, or no adapter. */
  function findAdapter(info?: object): void {
    const adapter = info && { info: { vendor: "", architecture: "", description: "", ...info } };
    const gpu = { requestAdapter: async () => adapter ?? null };
    Object.defineProperty(globalThis, "navigator", { configurable: true, value: { gpu } });
  }
  const { webgpu } = backends;
  const refusal = (run: Promise<unknown> | undefined) =>
    run?.then(
      () => "none",
      ({ name, message }: Error) => `${name}: ${message}`,
    );

  it("are WebGPU, then WebAssembly; TensorFlow's library is Node's", async () => {
    expect(await candidates()).to.deep.equal(["webgpu", "wasm"]);
    for (const name of ["tfjs-node-gpu", "tfjs-node"] as const) {
      const options = { forced: true, watch() {} };
      expect(await refusal(backends[name].start(options))).to.equal(
        "Unusable: it runs in Node.js alone",
      );
    }
  });

  it("are without WebGPU where the browser has none for the page, or no adapter", async () => {
    Object.defineProperty(globalThis, "navigator", { configurable: true, value: {} });
    expect(await refusal(webgpu.requireSetUp?.())).to.equal(
      "Unusable: this browser has none for this page",
    );
    findAdapter();
    expect(await refusal(webgpu.requireSetUp?.())).to.equal("none");
    expect(await refusal(webgpu.probe?.())).to.equal("Unusable: there is no adapter");
  });

  it("take a GPU, and an adapter of software only where it is asked for", async () => {
    findAdapter({ vendor: "nvidia", architecture: "hopper" });
    const gpu = await webgpu.probe?.();
    expect(gpu).to.deep.equal({ device: "GPU nvidia hopper", gpu: true });
    for (const info of [
      { description: "Microsoft Basic Render Driver" },
      { description: "llvmpipe" },
      { vendor: "google", architecture: "swiftshader" },
      { vendor: "any", isFallbackAdapter: true },
    ]) {
      findAdapter(info);
      const found = await webgpu.probe?.();
      if (!found) throw new Error("it is not probed");
      expect(found.gpu).to.equal(false);
      expect(webgpu.refuse?.(found, false)).to.match(/^there is only a software adapter \w/);
      expect(webgpu.refuse?.(found, true)).to.equal(undefined);
      const options = { forced: false, watch() {} };
      expect(await refusal(webgpu.start(options))).to.match(
        /^Unusable: there is only a software adapter/,
      );
    }
  });

  it("start WebGPU, and hand out its device, where TensorFlow.js can", async () => {
    findAdapter({ vendor: "nvidia" });
    const device = { lost: new Promise<never>(() => {}) };
    const watched: unknown[] = [];
    const before = tf.getBackend();
    const start = async (make: () => Promise<tf.KernelBackend>) => {
      tf.registerBackend("webgpu", make);
      try {
        return await webgpu.start({ forced: false, watch: (each) => watched.push(each) });
      } finally {
        if (before) await tf.setBackend(before);
        tf.removeBackend("webgpu");
      }
    };
    tf.enableProdMode(); // no warning
    const refused = start(() => Promise.reject(new Error("no device")));
    expect(await refusal(refused)).to.equal("Unusable: WebGPU did not start");
    expect(watched).to.deep.equal([]);
    const started = await start(async () =>
      Object.assign(new tf.KernelBackend(), { device, dispose() {} }),
    );
    expect(started).to.deep.equal({ device: "GPU nvidia", gpu: true });
    expect(watched).to.deep.equal([device]);
  });
});
