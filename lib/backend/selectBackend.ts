import * as tf from "@tensorflow/tfjs";
import { BACKENDS, type BackendName, isUnusable, type Started, Unusable } from "./backendName.ts";
import { requireSetUp, startBackend } from "./startBackend.ts";
import { removeLostDevice } from "./webgpu/deviceLoss.ts";

/** The TensorFlow.js backend in use. */
export interface Backend {
  readonly name: BackendName;
  /** The processor that computes. */
  readonly device: string;
  /** Why this one and no other. */
  readonly reason: string;
}

/** What to run on. */
export interface BackendOptions {
  /** This backend and no other; left out: the environment's CNN_BACKEND, else the first that works. */
  backend?: BackendName;
  /**
   * On the CPU, 1 to 8 for wasm; left out: as many as a short measurement finds fastest. The
   * environment's CNN_THREADS is the most there are in either case.
   */
  threads?: number;
  /**
   * Whether tfjs-node makes one graph of a training step that comes again and again, true unless
   * given. The graph is made anew where a setting of a layer or of the optimizer changes, but what a
   * layer of your own takes from other JavaScript, such as a variable of a cell, stays as it was:
   * false computes operation by operation.
   */
  graph?: boolean;
  /** Takes the line about what runs where and why. */
  log?: (line: string) => void;
}

/**
 * Starts the first of these backends that works, and prints one line about it:
 *
 * 1. "tfjs-node-gpu": TensorFlow's C library, if it finds a GPU;
 * 2. "webgpu": Dawn, if it has an adapter that is a GPU and not software;
 * 3. "tfjs-node": TensorFlow's C library on the CPU, which trains by graphs (see `graph`);
 * 4. "wasm": WebAssembly, the only one that npm installs, as `npm run setup:native` and
 *    `npm run setup:webgpu` add the others.
 *
 * Each but the last is tried in a process of its own first, which a broken driver may crash.
 * Never started is TensorFlow.js's pure-JavaScript "cpu": it needs seconds for a training step
 * that takes WebAssembly milliseconds. Browsers and worker threads have WebAssembly.
 *
 * @throws RangeError when an option is out of range
 * @throws Error when the backend that was asked for, or none, works
 */
export async function selectBackend({
  backend,
  threads,
  graph,
  log = console.log,
}: BackendOptions = {}): Promise<Backend> {
  const wanted = backend ?? (globalThis.process?.env?.CNN_BACKEND || undefined);
  if (wanted !== undefined && !isBackendName(wanted)) {
    throw new RangeError(
      `selectBackend: the backend is ${wanted}, it takes ${BACKENDS.map((name) => `"${name}"`).join(", ")}`,
    );
  }
  if (graph !== undefined && typeof graph !== "boolean")
    throw new RangeError(`selectBackend: graph is ${graph}, it takes true or false`);
  if (!wanted) return startFirst(await candidates(), { threads, graph, forced: false, log });
  return startFirst([wanted], { threads, graph, forced: true, log });
}

/**
 * Starts what goes on after the GPU was lost: WebGPU on a new device, else the first backend
 * after it that works. All tensors are new.
 *
 * @throws Error when none works
 */
export function replaceLostDevice(log: (line: string) => void): Promise<Backend> {
  return startFirst(BACKENDS.slice(BACKENDS.indexOf("webgpu")), { ...latest, log });
}

/** How to start a backend. */
interface Start {
  readonly threads?: number;
  readonly graph?: boolean;
  /** Whether it was asked for, even if a CPU stands in for its GPU. */
  readonly forced: boolean;
}

/** How the backend in use was started. */
let latest: Start = { forced: false };

async function startFirst(
  names: readonly BackendName[],
  { log, ...how }: Start & { log: (line: string) => void },
): Promise<Backend> {
  if (removeLostDevice()) trials.delete("webgpu");
  const reasons = new Map<string, string[]>();
  for (const name of names) {
    try {
      const { device } = await start(name, how);
      latest = how;
      const reason = how.forced && reasons.size === 0 ? "as asked" : list(reasons);
      log(`TensorFlow.js ${tf.version_core} on ${name} (${device})${reason && `; ${reason}`}`);
      return { name, device, reason };
    } catch (error) {
      if (!isUnusable(error)) throw error;
      reasons.set(error.message, [...(reasons.get(error.message) ?? []), name]);
    }
  }
  throw new Error(`selectBackend: ${list(reasons)}; \`npm run doctor\` tries all backends`);
}

function isBackendName(name: string): name is BackendName {
  return BACKENDS.some((known) => known === name);
}

/** All in a program's or a notebook's own thread; elsewhere what is everywhere. */
async function candidates(): Promise<readonly BackendName[]> {
  if (!globalThis.process?.versions?.node) return ["wasm"];
  const { isMainThread } = await import("node:worker_threads");
  return isMainThread ? BACKENDS : ["wasm"];
}

/** What came of the trials in this process. */
const trials = new Map<string, Promise<Started>>();

async function start(name: BackendName, { threads, graph, forced }: Start): Promise<Started> {
  if (name === "wasm") return startBackend(name, { threads, forced });
  await requireSetUp(name);
  const known = name === "webgpu" ? "webgpu" : "tfjs-node";
  if (!tf.findBackendFactory(known === "webgpu" ? "webgpu" : "tensorflow")) {
    const { tryBackend } = await import("./trial.ts");
    const trial = trials.get(known) ?? tryBackend(known);
    trials.set(known, trial);
    const { gpu, device } = await trial;
    if (name === "tfjs-node-gpu" && !gpu) throw new Unusable("TensorFlow finds no GPU");
    if (name === "webgpu" && !gpu && !forced) throw new Unusable(`there is only a ${device}`);
  }
  return startBackend(name, { threads, graph, forced });
}

/** As `a, b: their reason; c: its reason`. */
function list(reasons: Map<string, string[]>): string {
  return [...reasons].map(([reason, names]) => `${names.join(", ")}: ${reason}`).join("; ");
}
