import { randomUUID } from "node:crypto";
import { readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname, uptime } from "node:os";
import { join, resolve } from "node:path";
import { makeFolder } from "../../data/makeFolder.ts";
import { cannotBeOpened } from "./cannotBeOpened.ts";

/** Milliseconds between two signs of life of a run, and without one until it counts as killed. */
const HEARTBEAT = 5_000;
const TIMEOUT = 60_000;

/**
 * Does `work` while no other run uses the directory of checkpoints, and makes the directory. The
 * lock of a killed process is void: at once on the same machine, after a minute on another.
 *
 * @throws Error when another run uses it, or it cannot be made or written to
 */
export async function withRunLock<T>(checkpoint: string, work: () => Promise<T>): Promise<T> {
  const directory = resolve(checkpoint);
  const path = join(directory, "running.json");
  await makeFolder(directory)
    .then(() => take(directory, path))
    .catch((error) => {
      throw error instanceof InUse ? error : cannotBeOpened(directory, error);
    });
  const heart = setInterval(() => {
    utimes(path, new Date(), new Date()).catch(() => {}); // somebody deleted it
  }, HEARTBEAT);
  try {
    return await work();
  } finally {
    clearInterval(heart);
    await rm(path, { force: true });
  }
}

class InUse extends Error {}

async function take(directory: string, path: string): Promise<void> {
  const own = JSON.stringify({ host: hostname(), pid: process.pid });
  try {
    await writeFile(path, own, { flag: "wx" });
    return;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const text = await readFile(path, "utf8").catch(() => "");
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: 0 }));
  const holder = holderIn(text);
  if (isAlive(holder, mtimeMs)) {
    throw new InUse(
      `train: another run (process ${holder?.pid ?? "unknown"} on ${holder?.host ?? "a machine"}) ` +
        `uses the checkpoints in "${directory}"; wait for its end or ` +
        `name another directory. If there is none, delete "${path}"`,
    );
  }
  const aside = `${path}.${randomUUID()}`;
  await rename(path, aside).catch(() => {}); // another took it first
  await rm(aside, { force: true });
  await take(directory, path);
}

interface Holder {
  readonly host: string;
  readonly pid: number;
}

/** Undefined where it was cut off while it was written. */
function holderIn(text: string): Holder | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isAlive(holder: Holder | undefined, lastSign: number): boolean {
  const silent = Date.now() - lastSign;
  if (holder?.host !== hostname()) return silent < (holder ? TIMEOUT : HEARTBEAT);
  if (silent > 1000 * uptime()) return false; // the machine was started anew since
  try {
    return process.kill(holder.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // it is another user's
  }
}
