import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import type { Device } from "../../../lib/backend/backendName.ts";
import { computesOnGpu } from "../../../lib/backend/computesOnGpu.ts";

/** What a test lets Dawn find and make; the files of its set-up take it from here. */
interface Fake {
  adapter?: object;
  readonly asked: object[];
  /** Whether TensorFlow.js's backend cannot be made. */
  fails?: boolean;
  /** `navigator.gpu` while the backend was made. */
  gpu?: unknown;
}
const KEY = Symbol.for("test/webgpu");
const holder = globalThis as { [KEY]?: Fake; GPUAnything?: string };

const DAWN = `
  const fake = () => globalThis[Symbol.for("test/webgpu")];
  exports.globals = { GPUAnything: "Dawn's", Symbol: "not this one" };
  exports.create = () => ({ requestAdapter: async (options) => (fake().asked.push(options), fake().adapter ?? null) });`;
const BACKEND = `
  exports.WebGPUBackend = class {
    constructor(device, info) {
      if (globalThis[Symbol.for("test/webgpu")].fails) throw new Error("no memory");
      this.device = device;
      globalThis[Symbol.for("test/webgpu")].gpu = globalThis.navigator.gpu;
    }
    dispose() {}
  };`;

describe("startWebGpu", () => {
  let folder: string;
  let start: typeof import("../../../lib/backend/webgpu/startWebGpu.ts");
  const device: Device = { lost: new Promise(() => {}) };
  let fake: Fake;
  const { CNN_NATIVE_DIR } = process.env;

  before(async () => {
    tf.enableProdMode(); // no warning
    folder = await mkdtemp(path.join(tmpdir(), "webgpu-"));
    process.env.CNN_NATIVE_DIR = folder; // read when the module is loaded
    start = await import("../../../lib/backend/webgpu/startWebGpu.ts");
  });
  after(async () => {
    if (CNN_NATIVE_DIR === undefined) delete process.env.CNN_NATIVE_DIR;
    else process.env.CNN_NATIVE_DIR = CNN_NATIVE_DIR;
    delete holder[KEY];
    delete holder.GPUAnything;
    await selectBackend({ backend: "wasm", threads: 1, log() {} });
    await rm(folder, { recursive: true });
  });
  beforeEach(() => {
    fake = { asked: [] };
    holder[KEY] = fake;
  });
  afterEach(() => {
    if (tf.findBackendFactory("webgpu")) tf.removeBackend("webgpu");
  });

  const adapter = (info: object) => ({
    info: { vendor: "", architecture: "", device: "", description: "", ...info },
    features: new Set(["timestamp-query", "another"]),
    limits: { maxBufferSize: 7, maxComputeWorkgroupSizeX: 8, maxTextureDimension1D: 9 },
    requestDevice: async (descriptor: object) => {
      fake.asked.push(descriptor);
      return device;
    },
  });
  const refusal = (software = false) =>
    start
      .startWebGpu(software, () => {})
      .then(
        () => "none",
        ({ name, message }: Error) => `${name}: ${message}`,
      );

  it("says that it is not set up where a file of it is missing", async () => {
    expect(start.hasWebGpu()).to.equal(false);
    expect(await refusal()).to.equal("Unusable: not set up (npm run setup:webgpu)");
  });

  it("is set up by two files, and says when there is no adapter", async () => {
    for (const [file, code] of [
      ["webgpu/index.js", DAWN],
      ["@tensorflow/tfjs-backend-webgpu/dist/tf-backend-webgpu.node.js", BACKEND],
    ]) {
      expect(start.hasWebGpu()).to.equal(false);
      const place = path.join(folder, "node_modules", file);
      await mkdir(path.dirname(place), { recursive: true });
      await writeFile(place, code);
    }
    expect(start.hasWebGpu()).to.equal(true);
    expect(await refusal()).to.equal("Unusable: there is no adapter");
    expect(fake.asked).to.deep.equal([{ powerPreference: "high-performance" }]);
  });

  it("says when something else has made the backend", async () => {
    tf.registerBackend("webgpu", () => Object.assign(new tf.KernelBackend(), { dispose() {} }));
    expect(await refusal()).to.equal("Unusable: WebGPU was started by something else");
  });

  it("says when TensorFlow.js cannot make the backend", async () => {
    fake.adapter = adapter({ vendor: "nvidia" });
    fake.fails = true;
    expect(await refusal()).to.equal("Unusable: WebGPU did not start");
  });

  it("mends the kernels that come with the backend", async () => {
    const kernelFunc = () => [];
    const own = tf.getKernel(tf.Prod, "webgpu");
    if (own) tf.unregisterKernel(tf.Prod, "webgpu");
    tf.registerKernel({ kernelName: tf.Prod, backendName: "webgpu", kernelFunc });
    try {
      fake.adapter = adapter({ vendor: "nvidia" });
      await start.startWebGpu(false, () => {});
      expect(tf.getKernel(tf.Prod, "webgpu").kernelFunc).to.not.equal(kernelFunc);
    } finally {
      tf.unregisterKernel(tf.Prod, "webgpu");
      if (own) tf.registerKernel(own);
    }
  });

  it("takes a GPU with all that it allows, and its globals that there are not", async () => {
    fake.adapter = adapter({ vendor: "nvidia", architecture: "hopper", description: "H200" });
    const watched: Device[] = [];
    expect(await start.startWebGpu(false, (device) => watched.push(device))).to.deep.equal({
      device: "GPU nvidia hopper H200",
      gpu: true,
    });
    expect(tf.getBackend()).to.equal("webgpu");
    expect(computesOnGpu()).to.equal(true);
    expect(watched).to.deep.equal([device]);
    const [, descriptor] = fake.asked;
    expect(descriptor).to.have.deep.property("requiredFeatures", ["timestamp-query"]);
    expect(descriptor)
      .to.have.property("requiredLimits")
      .that.includes({ maxBufferSize: 7, maxComputeWorkgroupSizeX: 8 })
      .and.does.not.have.property("maxTextureDimension1D");
    expect(holder.GPUAnything).to.equal("Dawn's");
    expect(typeof Symbol).to.equal("function");
  });

  for (const value of [undefined, { language: "en" }]) {
    it(`leaves the program ${value ? "its own navigator" : "without a navigator"}`, async () => {
      const before = Object.getOwnPropertyDescriptor(globalThis, "navigator");
      const own = value && { configurable: true, value };
      if (own) Object.defineProperty(globalThis, "navigator", own);
      else Reflect.deleteProperty(globalThis, "navigator");
      try {
        fake.adapter = adapter({ vendor: "nvidia" });
        await start.startWebGpu(false, () => {});
        expect(fake.gpu).to.have.property("requestAdapter");
        const after = Object.getOwnPropertyDescriptor(globalThis, "navigator");
        expect(after?.value).to.equal(value);
      } finally {
        Reflect.deleteProperty(globalThis, "navigator");
        if (before) Object.defineProperty(globalThis, "navigator", before);
      }
    });
  }

  for (const info of [
    { isFallbackAdapter: true, vendor: "any" },
    { description: "SwiftShader Device" },
    { description: "llvmpipe (LLVM 15)" },
  ]) {
    it(`takes no software adapter unless it is asked for: ${JSON.stringify(info)}`, async () => {
      fake.adapter = adapter(info);
      const name = info.vendor ?? info.description;
      expect(await refusal()).to.equal(`Unusable: the adapter is software (${name})`);
      expect(await start.startWebGpu(true, () => {})).to.deep.equal({
        device: `software adapter ${name}`,
        gpu: false,
      });
    });
  }
});
