import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

export const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** The processes that still run after some seconds. */
export async function survivors(pids: number[]): Promise<number[]> {
  for (let i = 0; i < 100 && pids.some(isRunning); i++) await sleep(100);
  return pids.filter(isRunning);
}

/** A kernel's process with those that it started; alone where there are no process groups. */
export function processGroup(pid: number): number[] {
  if (process.platform === "win32") return [pid];
  const rows = execFileSync("ps", ["-A", "-o", "pid=,pgid="], { encoding: "utf8" });
  const pairs = rows.split("\n").map((row) => row.trim().split(/\s+/).map(Number));
  return pairs.filter(([, group]) => group === pid).map(([member]) => member);
}

/** Ends once a process has died, though its parent may not have noticed. */
export async function dead(pid: number): Promise<void> {
  const state = () => execFileSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  for (;;) {
    try {
      if (state().startsWith("Z")) return;
    } catch {
      return; // it is gone
    }
    await sleep(100);
  }
}
