import type { Failure } from "../../../kernel/threads.ts";
import type { Failed } from "../messages.ts";

/** An error as an output, with the place in a cell's source that it tells of first. */
export function toFailed({ ename, evalue, traceback }: Failure): Failed {
  const [, cell, line, column] = /\bcell (\d+):(\d+):(\d+)/.exec(traceback.join("\n")) ?? [];
  const place = cell && { cell: Number(cell), line: Number(line), column: Number(column) };
  return { output_type: "error", ename, evalue, traceback, ...place };
}
