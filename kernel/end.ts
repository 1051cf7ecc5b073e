import { execFileSync } from "node:child_process";

/** Ends this process at once, with the processes that its cells started. */
export function endProcesses(): void {
  try {
    if (process.platform === "win32") {
      execFileSync("taskkill", ["/pid", String(process.pid), "/t", "/f"], { stdio: "ignore" });
    } else {
      process.kill(-process.pid, "SIGKILL"); // Jupyter makes each kernel the leader of a group
    }
  } catch {
    process.kill(process.pid, "SIGKILL"); // started by hand: there is no group of its own
  }
}
