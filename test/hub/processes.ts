import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";

/**
 * A user's server and kernel, by their numbers; 0 where there is none.
 *
 * @param not a kernel that is not meant
 */
export function processesOf(user: string, not = 0): { server: number; kernel: number } {
  const lines = execFileSync("ps", ["-u", user, "-o", "pid=,args="]).toString().split("\n");
  const find = (what: RegExp) =>
    Number.parseInt(
      lines.find((line) => what.test(line) && Number.parseInt(line, 10) !== not) ?? "0",
      10,
    );
  return { server: find(/jupyterhub-singleuser/), kernel: find(/kernels\/typescript\/main\.js/) };
}

/** Which version of the copy a kernel has loaded. */
export function versionOf(pid: number): string | undefined {
  return /cnn-notebooks@[^/]+/.exec(readFileSync(`/proc/${pid}/maps`, "utf8"))?.[0];
}

/** Memory that nobody else has a part in. */
export function privateMegabytes(pid: number): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  const kilobytes = [...rollup.matchAll(/^Private_(?:Clean|Dirty): +(\d+) kB/gm)];
  return kilobytes.reduce((sum, [, each]) => sum + Number(each), 0) / 1024;
}

/**
 * Moves processes into a control group of their own with so many megabytes.
 *
 * @returns what moves those that are left back, or undefined where no group can be made
 */
export function limitMemory(pids: readonly number[], megabytes: number): (() => void) | undefined {
  const [root, file] = existsSync("/sys/fs/cgroup/memory/memory.limit_in_bytes")
    ? ["/sys/fs/cgroup/memory", "memory.limit_in_bytes"]
    : ["/sys/fs/cgroup", "memory.max"];
  const group = path.join(root, `cnn-hub-${process.pid}`);
  try {
    mkdirSync(group);
    writeFileSync(path.join(group, file), String(megabytes * 2 ** 20));
    for (const pid of pids) writeFileSync(path.join(group, "cgroup.procs"), String(pid));
  } catch {
    if (existsSync(group) && readdirSync(group).length > 0) rmdirSync(group);
    return undefined;
  }
  return () => {
    const left = readFileSync(path.join(group, "cgroup.procs"), "utf8").split("\n").filter(Boolean);
    for (const pid of left) writeFileSync(path.join(root, "cgroup.procs"), pid);
    rmdirSync(group);
  };
}
