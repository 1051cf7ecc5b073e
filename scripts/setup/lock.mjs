import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Problem } from "./problem.mjs";
import { work } from "./project.mjs";
import { step } from "./step.mjs";

const file = join(work, "running");

/**
 * Does `action` while no other set-up of this folder runs. The lock lists the processes at work;
 * once none of them is alive it is void, however they ended.
 * @template T
 * @param {(note: (pid: number) => void) => Promise<T>} action calls `note` with each process it starts
 * @returns {Promise<T>}
 */
export async function exclusively(action) {
  makeFolder();
  if (!take())
    await step(
      `Waiting for another set-up of this folder (if none runs, delete ${file})`,
      async () => {
        while (!take()) await sleep(500);
      },
    );
  /** @type {number[]} */
  const children = [];
  let interrupted = false;
  const interrupt = () => {
    interrupted = true;
    for (const pid of children) if (isAlive(pid)) process.kill(pid);
  };
  const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
  for (const signal of signals) process.on(signal, interrupt);
  try {
    return await action((pid) => {
      children.push(pid);
      appendFileSync(file, `${pid}\n`);
      if (interrupted) interrupt();
    });
  } catch (error) {
    throw interrupted ? new Problem("Interrupted: run the same command again to go on.") : error;
  } finally {
    for (const signal of signals) process.off(signal, interrupt);
    rmSync(file, { force: true });
  }
}

/** Not `recursive: true`, which on a read-only disk throws ENOENT instead of EROFS. */
function makeFolder() {
  try {
    mkdirSync(work);
  } catch (error) {
    if (!existsSync(work)) throw error;
  }
}

/** Takes the lock, if it is free or void. */
function take() {
  try {
    writeFileSync(file, `${process.pid}\n`, { flag: "wx" });
    return true;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  if (owners().some(isAlive)) return false;
  rmSync(file, { force: true });
  return take();
}

function owners() {
  try {
    return readFileSync(file, "utf8").split("\n").filter(Boolean).map(Number);
  } catch {
    return []; // given back just now
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
