import { inspect } from "node:util";
import { foreignNames } from "../foreignNames.ts";
import type { Failure } from "../threads.ts";

const isFrame = (line: string) => line.startsWith("    at ");

/** The lines of each cell that ran. */
const codes = new Map<string, string[]>();

/** Takes note of a cell's code, whose lines are shown with its errors. */
export function addCode(cell: string, code: string): void {
  codes.set(cell, code.split("\n"));
}

/** The line of a cell that a stack tells of first, with a mark under the place. */
function excerpt(frames: string[]): string[] {
  for (const frame of frames) {
    const [, cell, line, column] = /\b(cell \d+):(\d+):(\d+)/.exec(frame) ?? [];
    const text = codes.get(cell)?.[Number(line) - 1];
    if (text === undefined) continue;
    const before = text.slice(0, Number(column) - 1).replace(/[^\t]/g, " ");
    return [`  ${text}`, `  ${before}^`];
  }
  return [];
}

/** Says of a name that another kernel has what takes its place here. */
function explainName(error: unknown): void {
  if (!(error instanceof ReferenceError)) return;
  const [, name = ""] = /^(\S+) is not defined$/.exec(error.message) ?? [];
  error.message = foreignNames.get(name) ?? error.message;
}

/** A thrown value as Jupyter shows it: an error with the line of the cell that it comes from. */
export function toFailure(thrown: unknown): Failure {
  explainName(thrown);
  const traceback = inspect(thrown).split("\n");
  if (!(thrown instanceof Error)) {
    return { ename: "Thrown", evalue: traceback[0], traceback };
  }
  const start = traceback.findIndex(isFrame);
  if (start > 0) traceback.splice(start, 0, ...excerpt(traceback.slice(start)));
  return { ename: thrown.name, evalue: thrown.message, traceback };
}
