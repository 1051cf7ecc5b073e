import {
  BACKENDS,
  type BackendName,
  type BackendRow,
  type BackendStart,
  type Started,
  Unusable,
} from "./backendName.ts";
import { wasmRow } from "./wasm/wasmRow.ts";

/** Tries a backend in a process of its own, which a broken driver may crash. */
async function probe(name: BackendName): Promise<Started> {
  const { probeBackend } = await import("./probe.ts");
  return probeBackend(name);
}

const webgpu: BackendRow = {
  factory: "webgpu",
  async requireSetUp() {
    const { hasWebGpu } = await import("./webgpu/startWebGpu.ts");
    if (!hasWebGpu()) throw new Unusable("not set up (npm run setup:webgpu)");
  },
  probe: () => probe("webgpu"),
  refuse: ({ gpu, device }, forced) => (gpu || forced ? undefined : `there is only a ${device}`),
  async start({ forced, watch }) {
    const { startWebGpu } = await import("./webgpu/startWebGpu.ts");
    return startWebGpu(forced, watch);
  },
};

/** TensorFlow's C library, on the CPU. */
const native: BackendRow = {
  factory: "tensorflow",
  async requireSetUp() {
    const { findNative } = await import("./native/startNative.ts");
    if (!findNative()) throw new Unusable("not set up (npm run setup:native)");
  },
  probe: () => probe("tfjs-node"),
  start: (options) => startNative(false, options),
};

async function startNative(onGpu: boolean, options: BackendStart): Promise<Started> {
  const { startNative } = await import("./native/startNative.ts");
  return startNative(onGpu, options);
}

/** The backends of Node.js: a row each. */
export const backends: Readonly<Record<BackendName, BackendRow>> = {
  "tfjs-node-gpu": {
    ...native,
    refuse: ({ gpu }) => (gpu ? undefined : "TensorFlow finds no GPU"),
    start: (options) => startNative(true, options),
  },
  webgpu,
  "tfjs-node": native,
  wasm: wasmRow,
};

/** All in a program's or a notebook's own thread; elsewhere what is everywhere. */
export async function candidates(): Promise<readonly BackendName[]> {
  const { isMainThread } = await import("node:worker_threads");
  return isMainThread ? BACKENDS : ["wasm"];
}

/** What to do when nothing works. */
export const ADVICE = "`npm run doctor` tries all backends";
