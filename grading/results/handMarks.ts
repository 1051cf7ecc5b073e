import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeWhole } from "../../publish/writeWhole.ts";
import { Problem } from "../../scripts/setup/problem.mjs";
import type { HandMarks } from "./student.ts";

const fileIn = (out: string) => join(out, "marks-by-hand.json");

/**
 * What people have given so far.
 * @throws Problem for a damaged file: they are not to be lost
 */
export async function handMarksIn(out: string): Promise<HandMarks> {
  const text = await readFile(fileIn(out), "utf8").catch(() => "{}");
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(`${fileIn(out)} is damaged: it is not JSON. Mend it, or move it away.`);
  }
}

export const keepHandMarks = (out: string, marks: HandMarks): Promise<void> =>
  writeWhole(fileIn(out), `${JSON.stringify(marks, null, 1)}\n`);
