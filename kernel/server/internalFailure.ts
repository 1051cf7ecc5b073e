import type { Failure } from "../threads.ts";

/** A failure of the kernel itself, not of a cell. */
export function internalFailure(error: unknown): Failure {
  const stack = error instanceof Error ? error.stack : undefined;
  return { ename: "KernelError", evalue: String(error), traceback: [stack ?? String(error)] };
}
