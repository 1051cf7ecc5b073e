import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { notebookOf, type Student, submissionOf } from "./students.ts";

/** Writes what a fake student hands in. */
export async function handIn(student: Student, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${notebookOf(student)}.ipynb`);
  await writeFile(file, JSON.stringify(await submissionOf(student)));
}
