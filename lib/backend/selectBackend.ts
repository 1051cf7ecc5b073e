import { BACKENDS, type Backend, type BackendName } from "./backendName.ts";

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
 * Each but the last is tried in a process of its own first, which a broken driver may crash. In a
 * page there are "webgpu", on a GPU alone, and "wasm".
 * Never started is TensorFlow.js's pure-JavaScript "cpu": it needs seconds for a training step
 * that takes WebAssembly milliseconds. Worker threads have WebAssembly.
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
  if (graph !== undefined && typeof graph !== "boolean") {
    throw new RangeError(`selectBackend: graph is ${graph}, it takes true or false`);
  }
  const { startFirst } = await import("./startFirst.ts"); // only now: it loads TensorFlow.js
  return startFirst(wanted, { threads, graph, forced: wanted !== undefined, log });
}

function isBackendName(name: string): name is BackendName {
  return BACKENDS.some((known) => known === name);
}
