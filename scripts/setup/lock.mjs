import { appendFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
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
  await mkdir(work, { recursive: true });
  if (!(await take()))
    await step(
      `Waiting for another set-up of this folder (if none runs, delete ${file})`,
      async () => {
        while (!(await take())) await sleep(500);
      },
    );
  /** @type {number[]} */
  const children = [];
  const stop = () => {
    for (const pid of children) if (isAlive(pid)) process.kill(pid);
    process.exit(130);
  };
  const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
  for (const signal of signals) process.on(signal, stop);
  try {
    return await action((pid) => {
      children.push(pid);
      void appendFile(file, `${pid}\n`);
    });
  } finally {
    for (const signal of signals) process.off(signal, stop);
    await rm(file, { force: true });
  }
}

async function take() {
  const owners = await readFile(file, "utf8").catch(() => "");
  if (owners.split("\n").filter(Boolean).map(Number).some(isAlive)) return false;
  await rm(file, { force: true });
  return writeFile(file, `${process.pid}\n`, { flag: "wx" }).then(
    () => true,
    (error) => {
      if (error.code === "EEXIST") return false;
      throw error;
    },
  );
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
