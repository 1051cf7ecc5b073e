import { join } from "node:path";
import { writeWhole } from "../../publish/writeWhole.ts";
import { feedback } from "./feedback.ts";
import { attention, gradesCsv } from "./gradesCsv.ts";
import { gradescope } from "./gradescope.ts";
import type { HandMarks, StudentResult } from "./student.ts";

export interface ResultOptions {
  /** Whether Gradescope's files are written too. */
  gradescope: boolean;
  /** What was dangerous about the run. */
  warning: string | undefined;
}

/** Writes grades.csv, attention.md, and a page for each student. */
export async function writeResults(
  out: string,
  students: StudentResult[],
  marks: HandMarks,
  options: ResultOptions,
): Promise<void> {
  await writeWhole(join(out, "grades.csv"), gradesCsv(students, marks));
  await writeWhole(join(out, "attention.md"), attention(students, options.warning));
  for (const student of students) {
    await writeWhole(join(out, "feedback", `${student.file}.html`), feedback(student, marks));
    if (options.gradescope) {
      await writeWhole(
        join(out, "gradescope", `${student.file}.json`),
        JSON.stringify(gradescope(student.tasks), null, 1),
      );
    }
  }
}
