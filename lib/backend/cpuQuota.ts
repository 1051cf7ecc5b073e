import { readFileSync } from "node:fs";
import path from "node:path";

/**
 * The CPU time that Linux grants this process's control group and those above it, in cores;
 * infinite where there is no limit, and on other systems.
 *
 * @param root the folder that stands for `/`
 */
export function cpuQuota(root: string): number {
  const quotas = read(root, "proc/self/cgroup")
    .split("\n")
    .flatMap((line) => {
      const [, controllers, group] = /^\d+:([^:]*):(.*)/.exec(line) ?? [];
      if (controllers === "") return withAncestors(group).map((name) => quota2(root, name));
      if (!controllers?.split(",").includes("cpu")) return [];
      return withAncestors(group).map((name) => quota1(root, name));
    });
  return Math.min(Number.POSITIVE_INFINITY, ...quotas);
}

/** `a/b`, `a` and the root: a container sees its own group as the root, by whichever name. */
function withAncestors(group: string): string[] {
  const names = group.split("/").filter(Boolean);
  return Array.from({ length: names.length + 1 }, (_, i) => names.slice(0, i).join("/"));
}

/** Cores by cgroup version 2, whose file says `50000 100000`, or `max 100000`. */
function quota2(root: string, group: string): number {
  const [quota, period] = read(root, "sys/fs/cgroup", group, "cpu.max").split(" ").map(Number);
  return share(quota, period);
}

/** Cores by version 1, which has two files; a quota of -1 is none. */
function quota1(root: string, group: string): number {
  const [quota, period] = ["cpu.cfs_quota_us", "cpu.cfs_period_us"].map((file) =>
    Number(read(root, "sys/fs/cgroup/cpu", group, file)),
  );
  return share(quota, period);
}

function share(quota: number, period: number): number {
  return quota > 0 && period > 0 ? quota / period : Number.POSITIVE_INFINITY;
}

function read(...names: string[]): string {
  try {
    return readFileSync(path.join(...names), "utf8");
  } catch {
    return "";
  }
}
