import { endProcesses } from "../end.ts";

const CHECK_EVERY = 1000; // milliseconds

/** Whether a process runs. */
export const exists = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM"; // another user's
  }
};

/** Ends the kernel when the Jupyter process that started it is gone, after a last act. */
export function endWithParent(atEnd: () => void): void {
  if (!process.env.JPY_PARENT_PID) return; // started by hand
  const parent = process.ppid;
  // an orphan gets another parent on POSIX systems; on Windows it keeps the number of a dead one
  const isGone = () => process.ppid !== parent || !exists(parent);
  setInterval(() => {
    if (!isGone()) return;
    atEnd();
    endProcesses();
  }, CHECK_EVERY);
}
