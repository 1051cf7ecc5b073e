import { randomUUID } from "node:crypto";
import { open, readFile, rm, utimes } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";

/** How to lock, times in milliseconds. */
export interface LockOptions {
  /** Between two signs of life of the process that holds the lock. */
  readonly heartbeat: number;
  /** Without a sign of life, after which the holder counts as dead; several heartbeats. */
  readonly timeout: number;
  readonly signal: AbortSignal;
  /** Told once if another process holds the lock. */
  readonly onWait: () => void;
}

/** The lock under which some work runs. */
export interface Lock {
  /** Aborted when the work is to end: as the caller wished, or since another took the lock. */
  readonly signal: AbortSignal;
  /** Whether the lock was broken: its last holder may only be suspended, and wake up. */
  readonly wasBroken: boolean;
}

/**
 * Runs `work` while no other process runs it under the same lock, a file that is made and removed.
 * The holder keeps changing the file's time, so that the lock of a killed process is found out and
 * broken. A holder that was suspended for so long notices when it wakes up: its work is aborted,
 * and begins again once the lock is free.
 */
export async function withLock<T>(
  path: string,
  work: (lock: Lock) => Promise<T>,
  options: LockOptions,
): Promise<T> {
  const key = randomUUID();
  for (;;) {
    const wasBroken = await acquire(path, key, options);
    const lost = new AbortController();
    const heart = setInterval(async () => {
      if (await holds(path, key)) await utimes(path, new Date(), new Date()).catch(() => {});
      else lost.abort(new Error("another program goes on with it"));
    }, options.heartbeat);
    try {
      return await work({ signal: AbortSignal.any([options.signal, lost.signal]), wasBroken });
    } catch (error) {
      options.signal.throwIfAborted();
      if (await holds(path, key)) throw error;
    } finally {
      clearInterval(heart);
      if (await holds(path, key)) await rm(path, { force: true });
    }
  }
}

/** Returns whether it broke the lock of another. */
async function acquire(path: string, key: string, options: LockOptions): Promise<boolean> {
  const { heartbeat, timeout, signal, onWait } = options;
  let broke = false;
  let seen = Number.NaN;
  for (let since = Number.NaN; !(await create(path, key)); ) {
    const time = await timeOf(path);
    if (Number.isNaN(since)) onWait();
    if (time !== seen) [seen, since] = [time, performance.now()];
    else if (performance.now() - since > timeout) {
      await rm(path, { force: true });
      broke = true;
    }
    signal.throwIfAborted();
    await setTimeout(Math.min(heartbeat, 200));
  }
  return broke;
}

/** Makes the file unless it is there. */
async function create(path: string, key: string): Promise<boolean> {
  try {
    const file = await open(path, "wx");
    await file.writeFile(key).finally(() => file.close());
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

async function holds(path: string, key: string): Promise<boolean> {
  return (await readFile(path, "utf8").catch(() => "")) === key;
}

/**
 * When the file was changed last; it is opened because a network file system then asks its server.
 * 0 if it is gone, or may not be read.
 */
async function timeOf(path: string): Promise<number> {
  const file = await open(path).catch(() => undefined);
  if (!file) return 0;
  try {
    return (await file.stat()).mtimeMs;
  } finally {
    await file.close();
  }
}
