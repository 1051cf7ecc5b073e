import * as tf from "@tensorflow/tfjs";
import { browser } from "../platform/browser.ts";
import {
  type BackendName,
  type BackendRow,
  type Device,
  type Started,
  Unusable,
} from "./backendName.ts";
import { wasmRow } from "./wasm/wasmRow.ts";
import { mendWebGpuKernels } from "./webgpu/mendKernels.ts";

/** As much of a browser's adapter as is used here. */
interface Adapter {
  readonly info: {
    readonly vendor: string;
    readonly architecture: string;
    readonly description: string;
    readonly isFallbackAdapter?: boolean;
  };
}
interface Gpu {
  requestAdapter(options: { powerPreference: "high-performance" }): Promise<Adapter | null>;
}

const webgpu: BackendRow = {
  factory: "webgpu",
  async requireSetUp() {
    if (!browser.navigator.gpu) throw new Unusable("this browser has none for this page");
  },
  // looks at the adapter: a page has no process of its own to try in
  probe: async () => about(await requestAdapter()),
  refuse: ({ gpu, device }, forced) => (gpu || forced ? undefined : `there is only a ${device}`),
  async start({ forced, watch }) {
    const started = about(await requestAdapter());
    if (!started.gpu && !forced) throw new Unusable(`there is only a ${started.device}`);
    await import("@tensorflow/tfjs-backend-webgpu"); // registers itself
    if (!(await tf.setBackend("webgpu"))) throw new Unusable("WebGPU did not start");
    mendWebGpuKernels();
    const { device } = tf.backend() as tf.KernelBackend & { device: Device };
    watch(device);
    return started;
  },
};

const ofNode: BackendRow = {
  factory: "tensorflow",
  async start() {
    throw new Unusable("it runs in Node.js alone");
  },
};

/** The backends of a page: a row each. */
export const backends: Readonly<Record<BackendName, BackendRow>> = {
  "tfjs-node-gpu": ofNode,
  webgpu,
  "tfjs-node": ofNode,
  wasm: wasmRow,
};

/** What a browser can have. */
export async function candidates(): Promise<readonly BackendName[]> {
  return ["webgpu", "wasm"];
}

/** What to do when nothing works. */
export const ADVICE = "another browser, or a newer one, may have WebAssembly";

async function requestAdapter(): Promise<Adapter> {
  const gpu = browser.navigator.gpu as Gpu | undefined;
  const adapter = await gpu?.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) throw new Unusable("there is no adapter");
  return adapter;
}

function about({ info }: Adapter): Started {
  const name = [info.vendor, info.architecture, info.description].filter(Boolean).join(" ");
  const isSoftware =
    info.isFallbackAdapter || /swiftshader|llvmpipe|software|basic render/i.test(name);
  return { device: `${isSoftware ? "software adapter" : "GPU"} ${name}`, gpu: !isSoftware };
}
