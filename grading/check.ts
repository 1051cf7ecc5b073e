import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { interruptible } from "../publish/interruptible.ts";
import {
  checked,
  chooseNotebooks,
  folder,
  notebookNames,
  readNotebook,
} from "../publish/notebooks.ts";
import { speak } from "../publish/speak.ts";
import { Problem } from "../scripts/setup/problem.mjs";
import { work } from "../scripts/setup/project.mjs";
import { assignmentName } from "./assignmentName.ts";
import { studentEdition } from "./edition/edition.ts";
import { own } from "./edition/ownCopy.ts";
import type { Notebook } from "./notebook.ts";
import { gradeNotebook } from "./run/gradeNotebook.ts";
import type { TaskMark } from "./run/marks.ts";
import { inPool } from "./run/pool.ts";
import { sheetOf, sheetText } from "./run/sheet.ts";

/** A notebook to check: the assignment's name of it, and the file. */
interface Checked {
  name: string;
  file: string;
}

/**
 * Says how many points notebooks have earned, and why not more: `npm run check -- …`.
 *
 * @param python that has nbclient
 * @param args notebooks ("3.1") or files, none for all; `--json`
 * @param copy the student's, where there is one
 * @throws Problem for what is no notebook of the assignment
 */
export async function check(python: string, args: string[], copy: string = own): Promise<void> {
  const { asked, json } = readArguments(args);
  const chosen = await chooseFiles(asked, copy);
  await interruptible(async (signal) => {
    const marks = await marksOfFiles(python, chosen, signal);
    console.log(json ? JSON.stringify(sheetOf(marks), null, 1) : sheetText(marks));
  }, "nothing was checked.");
}

/** The marks of notebooks, run between the assignment's cells with small settings. */
export async function marksOfFiles(
  python: string,
  files: Checked[],
  signal?: AbortSignal,
): Promise<TaskMark[]> {
  await mkdir(work, { recursive: true });
  const size = Math.min(2, availableParallelism());
  const marks = await inPool(files, { python, size, signal }, async (executor, { name, file }) => {
    const assignment: Notebook = studentEdition(await readNotebook(name), name);
    const submission = checked(await readFile(file, "utf8"), basename(file));
    const speech = speak(name);
    try {
      const at = (cell: string, number: number, of: number) =>
        speech.at(`cell ${number} of ${of}, ${cell}`);
      const { tasks, notes } = await gradeNotebook(executor, name, assignment, submission, { at });
      speech.end("checked");
      for (const note of notes) console.error(`${name}: ${note}`);
      return tasks;
    } finally {
      speech.stop();
    }
  });
  return marks.flat();
}

/** The files that are meant by notebooks' names, sections or files; none means all. */
async function chooseFiles(asked: string[], copy: string): Promise<Checked[]> {
  const names = await notebookNames();
  const place = existsSync(copy) ? copy : folder;
  const files = asked.filter((word) => word.endsWith(".ipynb") && existsSync(word));
  const words = asked.filter((word) => !files.includes(word));
  const byName = asked.length > 0 && words.length === 0 ? [] : chooseNotebooks(names, words);
  return [
    ...byName.map((name) => ({ name, file: join(place, `${name}.ipynb`) })),
    ...files.map((file) => ({ name: meant(names, basename(file)), file })),
  ];
}

function meant(names: string[], file: string): string {
  const name = assignmentName(names, file);
  if (name) return name;
  const sections = names.map((each) => each.split("-")[0]).join(", ");
  throw new Problem(`${file} is no notebook of the assignment: its name has none of ${sections}.`);
}

function readArguments(args: string[]): { asked: string[]; json: boolean } {
  try {
    const options = { json: { type: "boolean" } } as const;
    const { positionals, values } = parseArgs({ args, allowPositionals: true, options });
    return { asked: positionals, json: values.json === true };
  } catch (error) {
    throw new Problem(
      `${(error as Error).message}\nUse npm run check -- [--json] [NOTEBOOK or FILE …], such as \`npm run check -- 3.1\`.`,
    );
  }
}
