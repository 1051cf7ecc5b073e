import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

const CHECK_EVERY = 500; // milliseconds

/**
 * Sends this process SIGTERM once who started it is gone: its parent, or npm where that is a shell
 * which npm started. A signal to one of them alone reaches nobody else. Does nothing on Windows,
 * where npm's end shows nowhere.
 * @param {string} script by which that shell's command is known
 */
export async function endWithCaller(script) {
  if (process.platform === "win32") return;
  const parent = process.ppid;
  const { args = "", parent: npm } = await look(parent);
  const isGone = args.includes(script)
    ? async () => process.ppid !== parent || (await look(parent)).parent !== npm
    : async () => process.ppid !== parent;
  const timer = setInterval(async () => {
    if (!(await isGone())) return;
    clearInterval(timer);
    process.kill(process.pid, "SIGTERM");
  }, CHECK_EVERY);
  timer.unref();
}

/**
 * A process's parent and command line; neither where it is gone.
 * @param {number} pid
 * @returns {Promise<{ parent?: number, args?: string }>}
 */
async function look(pid) {
  try {
    if (process.platform === "linux") {
      const stat = await readFile(`/proc/${pid}/stat`, "utf8");
      const args = await readFile(`/proc/${pid}/cmdline`, "utf8");
      return { parent: Number(stat.slice(stat.lastIndexOf(")")).split(" ")[2]), args };
    }
    const { stdout } = await promisify(execFile)("ps", ["-o", "ppid=,args=", "-p", `${pid}`]);
    const [, parent, args] = /^\s*(\d+)\s+(.*)/.exec(stdout) ?? [];
    return { parent: Number(parent), args };
  } catch {
    return {};
  }
}
