import os from "node:os";
import process from "node:process";
import { cpuQuota } from "./cpuQuota.ts";

/** Where to look for limits; left out: this process's. */
interface Surroundings {
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** The folder that stands for `/`. */
  readonly root?: string;
}

/**
 * How many threads or workers this process should have at most: the least of what the system
 * offers, its control group's quota, CPU_LIMIT (as JupyterHub sets it) and CNN_THREADS; parts of a
 * core are rounded down, and one is always there.
 *
 * @throws RangeError when CNN_THREADS is not a whole number from 1
 */
export function cores({ environment = process.env, root = "/" }: Surroundings = {}): number {
  const limit = Number(environment.CPU_LIMIT);
  const least = Math.min(
    os.availableParallelism(),
    cpuQuota(root),
    limit > 0 ? limit : Number.POSITIVE_INFINITY,
    threadLimit(environment),
  );
  return Math.max(1, Math.floor(least));
}

/**
 * CNN_THREADS, which caps what code asks for, too; infinite where it is not set.
 *
 * @throws RangeError when it is not a whole number from 1
 */
export function threadLimit(environment: Surroundings["environment"] = process.env): number {
  const { CNN_THREADS } = environment;
  if (!CNN_THREADS) return Number.POSITIVE_INFINITY;
  const threads = Number(CNN_THREADS);
  if (Number.isInteger(threads) && threads >= 1) return threads;
  throw new RangeError(`CNN_THREADS is ${CNN_THREADS}, it takes a whole number from 1`);
}
