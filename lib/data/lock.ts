import { open, rm, utimes } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";

/** How to lock, times in milliseconds. */
export interface LockOptions {
  /** Between two signs of life of the process that holds the lock. */
  readonly beat: number;
  /** Without a sign of life, after which the holder counts as dead; several beats. */
  readonly patience: number;
  readonly signal: AbortSignal;
  /** Told once if another process holds the lock. */
  readonly onWait: () => void;
}

/**
 * Runs `work` while no other process runs it under the same lock, a file that is made and removed.
 * The holder keeps changing the file's time, so that the lock of a killed process is found out and
 * broken.
 */
export async function withLock<T>(
  path: string,
  work: () => Promise<T>,
  options: LockOptions,
): Promise<T> {
  await acquire(path, options);
  const heart = setInterval(() => {
    utimes(path, new Date(), new Date()).catch(() => {});
  }, options.beat);
  try {
    return await work();
  } finally {
    clearInterval(heart);
    await rm(path, { force: true });
  }
}

async function acquire(
  path: string,
  { beat, patience, signal, onWait }: LockOptions,
): Promise<void> {
  let seen = Number.NaN;
  for (let since = Number.NaN; !(await create(path)); ) {
    const time = await timeOf(path);
    if (Number.isNaN(since)) onWait();
    if (time !== seen) [seen, since] = [time, performance.now()];
    else if (performance.now() - since > patience) await rm(path, { force: true });
    signal.throwIfAborted();
    await setTimeout(Math.min(beat, 200));
  }
}

/** Makes the file unless it is there. */
async function create(path: string): Promise<boolean> {
  try {
    await (await open(path, "wx")).close();
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/**
 * When the file was changed last; it is opened because a network file system then asks its server.
 * 0 if it is gone.
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
