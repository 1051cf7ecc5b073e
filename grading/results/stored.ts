import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type Output, sourceOf } from "../../publish/notebooks.ts";
import type { Cell } from "../notebook.ts";
import { isManual } from "../run/cells.ts";
import type { GradedRun } from "../run/gradeNotebook.ts";
import type { TaskMark } from "../run/marks.ts";

/** A cell that the student wrote, with what it printed. */
export interface OwnCell {
  id: string;
  type: string;
  source: string;
  output: string;
}

/** What is kept of a graded notebook. */
export interface Result {
  /** What it depends on: with another one it is graded anew. */
  key: string;
  tasks: TaskMark[];
  notes: string[];
  own: OwnCell[];
  /** The seconds for which its kernels computed. */
  seconds: number;
}

/** So many characters of what a cell prints are shown. */
const SHOWN = 4000;

export function resultOf(key: string, run: GradedRun): Result {
  const own = run.cells
    .filter((cell) => run.own.has(cell.id) || isManual(cell))
    .map((cell) => ({
      id: cell.id,
      type: cell.cell_type,
      source: sourceOf(cell),
      output: printed(cell),
    }));
  return { key, tasks: run.tasks, notes: run.notes, own, seconds: run.seconds };
}

function printed({ outputs = [] }: Cell): string {
  const text = outputs.map(textOf).join("");
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}\n… (${text.length} characters)` : text;
}

const textOf = ({ text, ename, evalue, data }: Output): string =>
  ename ? `${ename}: ${evalue}\n` : [text ?? data?.["text/plain"] ?? ""].flat().join("");

/** A name for what a result depends on. */
export const keyOf = (...parts: unknown[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex");

/** The stored result, if there is one with this key. */
export async function storedResult(file: string, key: string): Promise<Result | undefined> {
  try {
    const result: Result = JSON.parse(await readFile(file, "utf8"));
    return result.key === key ? result : undefined;
  } catch {
    return undefined; // there is none, or half of one
  }
}
