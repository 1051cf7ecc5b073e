import os from "node:os";
import util from "node:util";
import * as tf from "@tensorflow/tfjs";
import { type Started, Unusable } from "../backendName.ts";
import { cores, threadLimit } from "../cores.ts";
import { installedPackage, loadFile, setUpFile } from "../optional.ts";
import { registerDilatedDepthwise } from "./dilatedDepthwise.ts";
import { graphSteps } from "./graph/graphSteps.ts";
import type { Messages } from "./graph/savedModel.ts";
import type { NativeBackend } from "./nativeBackend.ts";
import { registerNativeGradients } from "./nativeGradients.ts";

const TFJS_NODE = "@tensorflow/tfjs-node";
const BINDING = `${TFJS_NODE}/lib/napi-v8/tfjs_binding.node`;
const MESSAGES = `${TFJS_NODE}/dist/proto/api_pb.js`;

/** How the native backend can be loaded, if it can. */
export function findNative(): (() => void) | undefined {
  const binding = setUpFile(BINDING);
  if (binding) return () => loadBinding(binding);
  const file = installedPackage(`${TFJS_NODE}-gpu`) ?? installedPackage(TFJS_NODE);
  return file === undefined ? undefined : () => loadFile(file);
}

/**
 * Starts TensorFlow's C library, with gradient kernels of its own where TensorFlow.js composes
 * them of others: what `npm run setup:native` has built, or else an installed
 * @tensorflow/tfjs-node-gpu or @tensorflow/tfjs-node.
 *
 * @param gpu whether it has to compute on a GPU
 * @param threads on the CPU; left out: one a core that it may use
 * @param graph whether training steps may become graphs
 * @throws Unusable when it is not there, does not load or finds no GPU
 */
export async function startNative(
  gpu: boolean,
  { threads, graph = true }: { threads?: number; graph?: boolean },
): Promise<Started> {
  if (!tf.findBackendFactory("tensorflow")) {
    const load = findNative();
    if (!load) throw new Unusable("not set up (npm run setup:native)");
    prepare(threads);
    try {
      load();
    } catch (error) {
      throw new Unusable(`does not load: ${String(error).split("\n")[0]}`);
    }
  }
  if (!(await tf.setBackend("tensorflow"))) throw new Unusable("TensorFlow did not start");
  const backend = tf.backend() as NativeBackend;
  if (gpu && !backend.isUsingGpuDevice) throw new Unusable("TensorFlow finds no GPU");
  registerNativeGradients(backend);
  registerDilatedDepthwise();
  const messages = setUpFile(MESSAGES);
  const makesGraphs = graph && messages !== undefined && !backend.isUsingGpuDevice;
  if (!makesGraphs) backend.runStep = undefined;
  else backend.runStep ??= graphSteps(backend, loadFile(messages) as Messages);
  const version = backend.binding.TF_Version;
  return backend.isUsingGpuDevice
    ? { device: `GPU, TensorFlow ${version}`, gpu: true }
    : { device: `CPU, TensorFlow ${version}`, gpu: false };
}

/** Before TensorFlow loads: few messages, memory as it is needed, functions that Node 23 lost. */
function prepare(threads?: number): void {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "3";
  process.env.TF_FORCE_GPU_ALLOW_GROWTH ??= "true";
  const free = cores();
  const limited = free < os.availableParallelism() ? free : undefined; // TensorFlow sees no quota
  const most = threads === undefined ? limited : Math.min(threads, threadLimit());
  if (most !== undefined) {
    process.env.TF_NUM_INTRAOP_THREADS = String(most);
    process.env.TF_NUM_INTEROP_THREADS = String(most);
  }
  const gone = {
    isArray: Array.isArray,
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
  };
  for (const [name, test] of Object.entries(gone)) {
    if (!(name in util)) Object.assign(util, { [name]: test });
  }
}

/** What the package does when it is imported, without what it needs to find and fetch its binding. */
function loadBinding(file: string): void {
  const folder = file.slice(0, file.indexOf("lib/napi-v8"));
  const binding = loadFile(file);
  loadFile(`${folder}dist/register_all_kernels.js`);
  const { NodeJSKernelBackend } = loadFile(`${folder}dist/nodejs_kernel_backend.js`) as {
    NodeJSKernelBackend: new (binding: unknown, name: string) => tf.KernelBackend;
  };
  tf.registerBackend("tensorflow", () => new NodeJSKernelBackend(binding, TFJS_NODE), 3);
}
