import * as tf from "@tensorflow/tfjs";
import { browser } from "../platform/browser.ts";
import { type BackendName, type BackendStart, type Started, Unusable } from "./backendName.ts";

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

/** What a browser can have. */
export async function candidates(): Promise<readonly BackendName[]> {
  return ["webgpu", "wasm"];
}

/**
 * Whether a backend is worth a probe.
 *
 * @throws Unusable for those of Node.js, and where the browser has no WebGPU
 */
export async function requireSetUp(name: Exclude<BackendName, "wasm">): Promise<void> {
  if (name !== "webgpu") throw new Unusable("it runs in Node.js alone");
  if (!browser.navigator.gpu) throw new Unusable("this browser has none for this page");
}

/**
 * Looks at the adapter: a page has no process of its own to try in.
 *
 * @throws Unusable when there is none
 */
export async function probeBackend(_name: BackendName): Promise<Started> {
  return about(await requestAdapter());
}

/** @throws Unusable when it does not start */
export async function startOther(
  _name: Exclude<BackendName, "wasm">,
  { forced, watch }: BackendStart,
): Promise<Started> {
  const started = about(await requestAdapter());
  if (!started.gpu && !forced) throw new Unusable(`there is only a ${started.device}`);
  await import("@tensorflow/tfjs-backend-webgpu"); // registers itself
  if (!(await tf.setBackend("webgpu"))) throw new Unusable("WebGPU did not start");
  const { device } = tf.backend() as tf.KernelBackend & { device: Parameters<typeof watch>[0] };
  watch(device);
  return started;
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
