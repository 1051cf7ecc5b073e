import { appendFile, mkdir, readFile, realpath, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { root } from "./project.mjs";
import { run } from "./step.mjs";

const NAME = "notebook-outputs";
const CHOICE = "cnn-notebooks.filter";
const LINE = `*.ipynb filter=${NAME}`;

/** What git answers; undefined where it is missing or refuses. */
async function git(/** @type {string[]} */ ...args) {
  const { code, output } = await run("git", args, { cwd: root });
  return code === 0 ? output.trim() : undefined;
}

/**
 * Lets git see notebooks without their outputs, in this clone alone: a saved run made a diff of
 * 50,000 lines. Does nothing where the project is no clone, but a worktree of one or a folder in
 * one, in CI, and where git's folder cannot be written.
 * @param {string} python that has nbstripout
 * @param {boolean} [choice] whether to from now on; left out: as chosen before, at first yes
 */
export async function filterOutputs(python, choice) {
  if (process.env.CI || !(await isClone())) return;
  const attributes = join(root, ".git", "info", "attributes");
  const text = await readFile(attributes, "utf8").catch(() => "");
  const lines = text.split("\n");
  const isThere = lines.includes(LINE);
  if (choice !== undefined) await git("config", "--local", CHOICE, String(choice));
  if ((await git("config", "--local", CHOICE)) === "false") {
    if (isThere) await writeFile(attributes, lines.filter((line) => line !== LINE).join("\n"));
    await git("config", "--local", "--remove-section", `filter.${NAME}`);
    return;
  }
  const clean = filterCommand(python);
  if ((await git("config", "--local", `filter.${NAME}.clean`)) !== clean) {
    const set = await git("config", "--local", `filter.${NAME}.clean`, clean);
    if (set === undefined) return;
  }
  if (isThere) return;
  await mkdir(dirname(attributes), { recursive: true });
  await appendFile(attributes, `${text && !text.endsWith("\n") ? "\n" : ""}${LINE}\n`);
  console.error(
    "git sees notebooks without their outputs from now on; `npm run setup -- --no-filter`: as they are.",
  );
}

/** Whether git's folder is the project's own: not of a clone around it, nor of another worktree. */
async function isClone() {
  const folder = await git("rev-parse", "--absolute-git-dir");
  return (
    folder !== undefined &&
    (await realpath(folder)) === (await realpath(join(root, ".git")).catch(() => ""))
  );
}

/** What git's shell runs at the top of the clone; a notebook goes as it is where Python is gone. */
export function filterCommand(/** @type {string} */ python) {
  const inside = relative(root, python);
  const path = (inside.startsWith("..") ? python : inside)
    .replaceAll("\\", "/")
    .replaceAll("'", "'\\''");
  const filter = `'${path}' -m nbstripout --keep-id --unix-newlines`;
  return `if test -x '${path}'; then ${filter}; else cat; fi`;
}
