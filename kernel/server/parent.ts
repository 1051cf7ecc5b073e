import { endProcesses } from "../end.ts";

const CHECK_EVERY = 1000; // milliseconds

const exists = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM"; // another user's
  }
};

/** Ends the kernel when the Jupyter process that started it is gone. */
export function endWithParent(): void {
  if (!process.env.JPY_PARENT_PID) return; // started by hand
  const parent = process.ppid;
  // an orphan gets another parent on POSIX systems; on Windows it keeps the number of a dead one
  const isGone = () => process.ppid !== parent || !exists(parent);
  setInterval(() => {
    if (isGone()) endProcesses();
  }, CHECK_EVERY);
}
