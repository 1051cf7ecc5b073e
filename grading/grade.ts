import { rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { interruptible } from "../publish/interruptible.ts";
import { makeTarget } from "../scripts/makeTarget.mjs";
import { prepareGraded } from "../scripts/setup/prepareKernel.mjs";
import { work } from "../scripts/setup/project.mjs";
import { boxlessReason } from "./box.ts";
import { studentEditions } from "./edition/editions.ts";
import { type Grading, gradeOne } from "./gradeOne.ts";
import { keptSeed } from "./keptSeed.ts";
import { markByHand } from "./marking/markByHand.ts";
import type { Notebook } from "./notebook.ts";
import { readArguments } from "./readArguments.ts";
import { handMarksIn } from "./results/handMarks.ts";
import { keyOf } from "./results/stored.ts";
import type { StudentResult } from "./results/student.ts";
import { writeResults } from "./results/writeResults.ts";
import { usualLimits } from "./run/executor.ts";
import { withHiddenChecks } from "./run/hiddenChecks.ts";
import { inPool } from "./run/pool.ts";
import { collect, type Submission } from "./submissions/collect.ts";

/**
 * Grades a folder of submissions: `npm run grade -- …`. What is graded is kept, so that the command
 * goes on where it was stopped.
 *
 * @param python that has nbclient
 * @param args see readArguments
 * @throws Problem for a folder without submissions
 */
export async function grade(python: string, args: string[]): Promise<void> {
  const choice = readArguments(args, availableParallelism());
  const out = resolve(choice.out);
  await makeTarget("grade", out);
  const seed = choice.seed ?? (await keptSeed(out));
  const boxless = await boxlessReason();
  const warning =
    boxless &&
    `The submissions run without a box, with your rights: ${boxless}. They can read and change your files and use the network.`;
  if (warning) console.error(`\n${"!".repeat(72)}\n${warning}\n${"!".repeat(72)}\n`);
  await interruptible(async (signal) => {
    const students = await gradeSubmissions(python, choice.folder, {
      ...{ out, seed, boxed: !boxless, limits: usualLimits, jobs: choice.jobs, signal },
    });
    await writeResults(out, students, await handMarksIn(out), { ...choice, warning });
    const noted = students.filter(({ notes }) => notes.length).length;
    console.error(
      `${students.length} students graded: ${join(out, "grades.csv")}; ${noted} need a person's eye: ${join(out, "attention.md")}`,
    );
    if (choice.mark) await markByHand(out, students, { ...choice, warning }, signal);
  }, "what is graded is kept; the same command goes on.");
}

/** Grades all submissions of a folder, each notebook by itself. */
export async function gradeSubmissions(
  python: string,
  folder: string,
  options: Omit<Grading, "assignment" | "place"> & {
    jobs: number;
    signal?: AbortSignal;
    /** Is told how it comes on. */
    say?: (text: string) => void;
  },
): Promise<StudentResult[]> {
  const assignment = new Map<string, Notebook>();
  for (const [name, edition] of await studentEditions()) {
    assignment.set(name, withHiddenChecks(edition, options.seed));
  }
  const names = [...assignment.keys()];
  // by the name of `out`, so that what a killed run has left goes
  const place = join(work, `grading-${keyOf(resolve(options.out)).slice(0, 12)}`);
  await rm(place, { recursive: true, force: true });
  try {
    const submissions = await collect(python, folder, names, join(place, "submissions"));
    await prepareGraded();
    const files = fileNames(submissions);
    const items = submissions.flatMap((submission, i) =>
      names.map((name) => ({ submission, name, file: files[i] })),
    );
    let done = 0;
    const { say = console.error } = options;
    const pool = { python, size: options.jobs, signal: options.signal };
    const results = await inPool(items, pool, async (executor, { submission, name, file }) => {
      const result = await gradeOne(executor, name, submission.notebooks.get(name), file, {
        ...options,
        assignment,
        place,
      });
      say(`${++done} of ${items.length}: ${submission.student}, ${name}`);
      return result;
    });
    return submissions.map(({ student, number, notes }, i) => {
      const own = results.slice(i * names.length, (i + 1) * names.length);
      return {
        ...{ student, number, file: files[i] },
        tasks: own.flatMap(({ tasks }) => tasks),
        notes: [...notes, ...own.flatMap((result) => result.notes)],
        own: own.flatMap((result) => result.own),
      };
    });
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

/** A name for each student's files, which no other has, on any file system. */
export function fileNames(submissions: Pick<Submission, "student" | "number">[]): string[] {
  const taken = new Set<string>();
  return submissions.map(({ student, number }) => {
    const plain =
      student
        .normalize("NFKD")
        .replace(/[^\w-]+/g, "_")
        .slice(0, 60) || "student";
    const name = number ? `${plain}_${number.replace(/\W/g, "")}` : plain;
    let free = name;
    for (let n = 2; taken.has(free.toLowerCase()); n++) free = `${name}_${n}`;
    taken.add(free.toLowerCase());
    return free;
  });
}
