import {
  BACKENDS,
  type BackendName,
  type BackendStart,
  type Started,
  Unusable,
} from "./backendName.ts";

/** All in a program's or a notebook's own thread; elsewhere what is everywhere. */
export async function candidates(): Promise<readonly BackendName[]> {
  const { isMainThread } = await import("node:worker_threads");
  return isMainThread ? BACKENDS : ["wasm"];
}

/**
 * Whether a backend is worth a probe; takes no time.
 *
 * @throws Unusable when its set-up has not run
 */
export async function requireSetUp(name: Exclude<BackendName, "wasm">): Promise<void> {
  if (name === "webgpu") {
    const { hasWebGpu } = await import("./webgpu/startWebGpu.ts");
    if (!hasWebGpu()) throw new Unusable("not set up (npm run setup:webgpu)");
  } else {
    const { findNative } = await import("./native/startNative.ts");
    if (!findNative()) throw new Unusable("not set up (npm run setup:native)");
  }
}

/**
 * Tries a backend in a process of its own, which a broken driver may crash.
 *
 * @throws Unusable when it does not start there
 */
export async function probeBackend(name: BackendName): Promise<Started> {
  const { probeBackend } = await import("./probe.ts");
  return probeBackend(name);
}

/** @throws Unusable when it does not start */
export async function startOther(
  name: Exclude<BackendName, "wasm">,
  { threads, graph, forced, watch }: BackendStart,
): Promise<Started> {
  if (name === "webgpu") {
    const { startWebGpu } = await import("./webgpu/startWebGpu.ts");
    return startWebGpu(forced, watch);
  }
  const { startNative } = await import("./native/startNative.ts");
  return startNative(name === "tfjs-node-gpu", { threads, graph });
}

/** What to do when nothing works. */
export const ADVICE = "`npm run doctor` tries all backends";
