import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { exists } from "./parent.ts";

/** What a kernel leaves beside its connection file while it runs. */
interface Life {
  readonly pid: number;
  /** Processes that the system had ended for want of memory when it began. */
  readonly oomKills: number;
}

/**
 * Notes that this kernel runs, beside the connection file that it shares with the kernels that
 * Jupyter starts in its place.
 *
 * @returns a sentence if the one before it ended for want of memory, as far as the system tells
 */
export function beginLife(connectionFile: string): string | undefined {
  const files = filesOf(connectionFile);
  const last = read<Life>(files.life);
  const report = read<{ header: { event: string } }>(files.report);
  endLife(connectionFile);
  process.report.directory = dirname(connectionFile);
  process.report.filename = basename(files.report);
  process.report.reportOnFatalError = true; // V8 says why, but to nobody
  const life: Life = { pid: process.pid, oomKills: oomKills() };
  try {
    writeFileSync(files.life, JSON.stringify(life), { mode: 0o600 });
  } catch {
    return undefined; // nothing can be told then
  }
  if (!last || exists(last.pid)) return undefined;
  const wasKilled = life.oomKills > last.oomKills;
  const isFull = /heap out of memory/.test(report?.header.event ?? "");
  if (!wasKilled && !isFull) return undefined;
  return (
    "The kernel before this one ended as " +
    (isFull ? "its heap was full" : `memory was full${limitText()}, and the system ended it`) +
    ": its variables are gone. Run the cells again, and keep less at a time.\n"
  );
}

/** The kernel ends as it was told to. */
export function endLife(connectionFile: string): void {
  for (const file of Object.values(filesOf(connectionFile))) rmSync(file, { force: true });
}

const filesOf = (connectionFile: string) => ({
  life: `${connectionFile}.alive`,
  report: `${connectionFile}.report`,
});

function limitText(): string {
  const bytes = Math.min(
    process.constrainedMemory() || Infinity,
    Number(process.env.MEM_LIMIT) || Infinity,
  );
  return bytes < 2 ** 60 ? ` (its limit is ${Math.round(bytes / 1e6)} MB)` : "";
}

/** In this process's group; where the system does not tell, on the whole machine. */
function oomKills(): number {
  const groups = text("/proc/self/cgroup");
  const path = (line: RegExp) => line.exec(groups)?.[1].replace(/\/$/, "");
  const [v1, v2] = [path(/^\d+:[^:]*\bmemory\b[^:]*:(.*)$/m), path(/^0::(.*)$/m)];
  for (const file of [
    `/sys/fs/cgroup/memory${v1}/memory.oom_control`,
    "/sys/fs/cgroup/memory/memory.oom_control", // as a container sees its own
    `/sys/fs/cgroup${v2}/memory.events`,
    "/sys/fs/cgroup/memory.events",
    "/proc/vmstat",
  ]) {
    const count = /^oom_kill (\d+)$/m.exec(text(file))?.[1];
    if (count !== undefined) return Number(count);
  }
  return 0;
}

function text(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** @returns undefined where there is no such file, or one that was not written to its end */
function read<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
