import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { checked } from "../publish/notebooks.ts";
import { writeWhole } from "../publish/writeWhole.ts";
import { Problem } from "../scripts/setup/problem.mjs";
import { borrowed } from "./borrowed/borrowed.ts";
import { boxed } from "./box.ts";
import type { Notebook } from "./notebook.ts";
import { keyOf, type Result, resultOf, storedResult } from "./results/stored.ts";
import type { Executor, Limits } from "./run/executor.ts";
import { gradeNotebook } from "./run/gradeNotebook.ts";
import { marksOf } from "./run/marks.ts";
import { smallSettings } from "./run/smallSettings.ts";

/** How submissions are graded. */
export interface Grading {
  /** The folder that everything is written to. */
  out: string;
  /** The folder of the project that submissions run in. */
  place: string;
  /** The notebooks with blanks, by name. */
  assignment: Map<string, Notebook>;
  /** Of the hidden checks. */
  seed: number;
  boxed: boolean;
  limits: Limits;
}

/**
 * Grades a notebook of a submission, or takes what is kept of that. Nothing that is wrong with the
 * notebook throws.
 *
 * @param path of the notebook; undefined where it was not submitted
 * @param student the name of the student's files
 * @throws Problem where the grading itself fails, such as for a library that changes meanwhile
 */
export async function gradeOne(
  executor: Executor,
  name: string,
  path: string | undefined,
  student: string,
  { out, place, assignment, seed, limits, ...options }: Grading,
): Promise<Result> {
  const given = assignment.get(name);
  if (!given) throw new Problem(`${name} is no notebook of the assignment.`);
  const nothing = (reason: string): Result => ({
    ...{ key: "", own: [], seconds: 0, tasks: marksOf(given.cells, () => reason) },
    notes: [reason],
  });
  if (path === undefined) return nothing(`${name} was not submitted.`);
  const text = await readFile(path, "utf8");
  let submission: Notebook;
  try {
    submission = checked(text, name);
  } catch (error) {
    return nothing((error as Error).message);
  }
  const file = join(out, "kept", student, `${name}.json`);
  const key = keyOf(text, given, seed, options.boxed, limits, smallSettings(name));
  const kept = await storedResult(file, key);
  if (kept) return kept;
  const box = options.boxed
    ? (folder: string) => boxed(folder, { NBGRADER_EXECUTION: "autograde" })
    : undefined;
  const run = await gradeNotebook(executor, name, given, submission, { place, limits, box });
  for (const { cell, text } of borrowed(run.cells, run.own)) {
    run.notes.push(`It borrows from the library: the cell ${cell} ${text}.`);
  }
  const result = resultOf(key, run);
  await writeWhole(file, JSON.stringify(result));
  return result;
}
