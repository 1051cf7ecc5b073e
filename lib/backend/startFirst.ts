import * as tf from "@tensorflow/tfjs";
import { ADVICE, backends, candidates } from "#backends";
import {
  BACKENDS,
  type Backend,
  type BackendName,
  isUnusable,
  type Started,
  Unusable,
} from "./backendName.ts";
import { startBackend } from "./startBackend.ts";
import { removeLostDevice } from "./webgpu/deviceLoss.ts";

/** How to start a backend. */
interface Start {
  readonly threads?: number;
  readonly graph?: boolean;
  /** Whether it was asked for, even if a CPU stands in for its GPU. */
  readonly forced: boolean;
}

/** How the backend in use was started. */
let latest: Start = { forced: false };

/**
 * Starts the backend that is wanted, or else the first that works.
 *
 * @throws Error when it, or none, works
 */
export function startFirst(
  wanted: BackendName | undefined,
  how: Start & { log: (line: string) => void },
): Promise<Backend> {
  return wanted ? startAnyOf([wanted], how) : candidates().then((names) => startAnyOf(names, how));
}

async function startAnyOf(
  names: readonly BackendName[],
  { log, ...how }: Start & { log: (line: string) => void },
): Promise<Backend> {
  if (removeLostDevice()) probes.delete("webgpu");
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
  throw new Error(`selectBackend: ${list(reasons)}; ${ADVICE}`);
}

/**
 * Starts what goes on after the GPU was lost: WebGPU on a new device, else the first backend
 * after it that works. All tensors are new.
 *
 * @throws Error when none works
 */
export function replaceLostDevice(log: (line: string) => void): Promise<Backend> {
  return startAnyOf(BACKENDS.slice(BACKENDS.indexOf("webgpu")), { ...latest, log });
}

/** What came of the probes in this process. */
const probes = new Map<string, Promise<Started>>();

async function start(name: BackendName, how: Start): Promise<Started> {
  const { factory, requireSetUp, probe, refuse } = backends[name];
  await requireSetUp?.();
  if (probe && !tf.findBackendFactory(factory)) {
    const probed = probes.get(factory) ?? probe();
    probes.set(factory, probed);
    const found = await probed;
    const reason = refuse?.(found, how.forced);
    if (reason) throw new Unusable(reason);
  }
  return startBackend(name, how);
}

/** As `a, b: their reason; c: its reason`. */
function list(reasons: Map<string, string[]>): string {
  return [...reasons].map(([reason, names]) => `${names.join(", ")}: ${reason}`).join("; ");
}
