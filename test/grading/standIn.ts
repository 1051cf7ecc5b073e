import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Job } from "../../grading/run/executor.ts";

/** A job as the stand-in has seen it, with the source of each cell that it was to run. */
export interface Seen extends Job {
  sources: Record<string, string>;
}

/**
 * Stands in for Python with Jupyter: each check gives as many points as the text says that the student
 * has added ("deserves 3"), in no time; nbconvert makes a page of each notebook's first cell; what
 * else is asked goes to the real Python. Asked for notebook number `last`, it kills who asks.
 */
const source = (python: string, seen: string, last: number) => `#!${process.execPath}
const { spawnSync } = require("node:child_process");
const { appendFileSync, readFileSync, writeFileSync } = require("node:fs");
const { basename, join } = require("node:path");
const args = process.argv.slice(2);
if (args.slice(0, 5).join(" ") === "-m nbconvert --to html --output-dir") {
  if (!(process.env.JUPYTER_PATH ?? "").includes("kernel")) process.exit(1);
  for (const file of args.slice(6)) {
    const [cell] = JSON.parse(readFileSync(file, "utf8")).cells;
    const page = join(args[5], basename(file).replace(".ipynb", ".html"));
    writeFileSync(page, "<p>" + [cell.source].flat().join(""));
  }
  process.exit();
}
if (!args[0].endsWith("execute.py"))
  process.exit(spawnSync(${JSON.stringify(python)}, args, { stdio: "inherit" }).status);
let number = 0;
require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
  if (++number === ${last}) return process.kill(process.ppid, "SIGKILL");
  const job = JSON.parse(line);
  const text = readFileSync(job.notebook, "utf8");
  const run = JSON.parse(text);
  const sources = Object.fromEntries(run.cells.map(({ id, source }) => [id, [source].flat().join("")]));
  appendFileSync(${JSON.stringify(seen)}, JSON.stringify({ ...job, sources }) + "\\n");
  const points = /deserves (\\d)/.exec(text)?.[1] ?? "0";
  for (const cell of run.cells)
    if (cell.id.startsWith("points-"))
      cell.outputs = [{ output_type: "execute_result", data: { "text/plain": points } }];
  writeFileSync(job.output, JSON.stringify(run));
  console.log(JSON.stringify({ ended: null, cell: null, overruns: [], seconds: 1 }));
});
`;

/** Makes a stand-in in a folder: its file, and what it has been asked to run since. */
export async function standIn(
  folder: string,
  { python = "python3", last = Number.POSITIVE_INFINITY } = {},
): Promise<{ python: string; seen: () => Promise<Seen[]> }> {
  const file = join(folder, `python-${last}`);
  const log = join(folder, "seen");
  await writeFile(log, "");
  await writeFile(file, source(python, log, last));
  await chmod(file, 0o755);
  const seen = async () => {
    const lines = (await readFile(log, "utf8")).split("\n").filter(Boolean);
    return lines.map((line): Seen => JSON.parse(line));
  };
  return { python: file, seen };
}

/**
 * What is said on stderr and stdout while `work` is done, but for how the kernel is prepared, which
 * happens once on a machine.
 *
 * @param hear is told what is said on stderr, as it is
 */
export async function saidWhile(
  work: () => Promise<unknown>,
  hear: (text: string) => void = () => {},
): Promise<{ errors: string[]; lines: string[] }> {
  const [errors, lines]: string[][] = [[], []];
  const { error, log } = console;
  console.error = (text: string) => {
    errors.push(text);
    hear(text);
  };
  console.log = (text: string) => {
    lines.push(text);
  };
  try {
    await work();
  } finally {
    Object.assign(console, { error, log });
  }
  return { errors: errors.filter((text) => !text.startsWith("Preparing the kernel")), lines };
}
