import { inspect } from "node:util";
import type { Failure } from "../threads.ts";

/** A thrown value as Jupyter shows it. */
export function toFailure(thrown: unknown): Failure {
  const traceback = inspect(thrown).split("\n");
  if (thrown instanceof Error) {
    return { ename: thrown.name, evalue: thrown.message, traceback };
  }
  return { ename: "Thrown", evalue: traceback[0], traceback };
}
