import path from "node:path";
import { inspect } from "node:util";
import type { Failure } from "../threads.ts";

const kernelFolder = path.resolve(import.meta.dirname, "..");
const isOurs = (line: string) =>
  /^\s+at /.test(line) && (/node:(vm|internal)/.test(line) || line.includes(kernelFolder));

/** A thrown value as Jupyter shows it, without the kernel's own stack lines. */
export function toFailure(thrown: unknown): Failure {
  const shown = inspect(thrown).split("\n");
  const traceback = shown.filter((line) => !isOurs(line));
  if (thrown instanceof Error) {
    return { ename: thrown.name, evalue: thrown.message, traceback };
  }
  return { ename: "Thrown", evalue: shown[0], traceback };
}
