import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Problem } from "../../scripts/setup/problem.mjs";
import { assignmentName } from "../assignmentName.ts";
import { studentOf } from "./studentOf.ts";

const script = fileURLToPath(new URL("unpack.py", import.meta.url));

/** What a student has submitted. */
export interface Submission {
  student: string;
  number: string;
  /** The file of each notebook of the assignment that is there. */
  notebooks: Map<string, string>;
  /** What a person should know. */
  notes: string[];
}

interface Unpacked {
  path: string;
  notebooks: { name: string; file: string; modified: number }[];
  notes: string[];
}

/**
 * The submissions in a folder, a student each; of several notebooks of a section the newest.
 *
 * @param python any
 * @param names the notebooks of the assignment
 * @param out the folder that their notebooks are written to
 * @throws Problem for a folder without submissions
 */
export async function collect(
  python: string,
  folder: string,
  names: string[],
  out: string,
): Promise<Submission[]> {
  const entries = (await readdir(folder).catch(() => undefined))?.sort();
  if (!entries) throw new Problem(`${folder} is no folder: give the one with the submissions.`);
  const submitted = entries.filter((entry) => !entry.startsWith(".") && entry !== "__MACOSX");
  if (submitted.some((entry) => /^\d\.\d.*\.ipynb$/.test(entry))) {
    throw new Problem(
      `${folder} is a submission, must be a folder of submissions: give the folder above.`,
    );
  }
  await mkdir(out, { recursive: true });
  const paths = submitted.map((entry) => resolve(join(folder, entry)));
  const unpacked = await unpack(python, paths, out);

  const students = new Map<string, Submission>();
  const newest = new Map<Submission, Map<string, string>>();
  for (const [i, entry] of submitted.entries()) {
    const { student, number = "", attempt } = studentOf(entry);
    const key = `${student} ${number}`;
    const submission: Submission = students.get(key) ?? {
      student,
      number,
      notebooks: new Map(),
      notes: [],
    };
    const times = newest.get(submission) ?? new Map<string, string>();
    students.set(key, submission);
    newest.set(submission, times);
    const { notebooks, notes } = unpacked[i];
    submission.notes.push(...notes);
    if (notebooks.length === 0) submission.notes.push(`${entry} has no notebook.`);
    for (const { name: file, file: path, modified } of notebooks) {
      const name = assignmentName(names, file);
      if (!name) {
        submission.notes.push(`${file} is no notebook of the assignment.`);
        continue;
      }
      const at = `${attempt ?? ""} ${String(Math.round(modified)).padStart(12, "0")}`;
      const before = times.get(name);
      if (before !== undefined) {
        submission.notes.push(`There are several notebooks ${name}: the newest is graded.`);
      }
      if (before !== undefined && before > at) continue;
      times.set(name, at);
      submission.notebooks.set(name, path);
    }
  }
  if (students.size === 0) throw new Problem(`${folder} has no submissions.`);
  return [...students.values()];
}

async function unpack(python: string, paths: string[], out: string): Promise<Unpacked[]> {
  const child = spawn(python, [script], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "close");
  child.stdin.on("error", () => {}); // it ended: at which submission, its answers tell
  child.stdin.end(JSON.stringify({ out, paths }));
  const unpacked: Unpacked[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    unpacked.push(JSON.parse(line));
  }
  await ended;
  if (unpacked.length === paths.length) return unpacked;
  throw new Problem(
    `${paths[unpacked.length]} could not be read: move it away to grade the others.`,
  );
}
