import { chmod, cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { parseArgs } from "node:util";
import { zipSync } from "fflate";
import { writeWhole } from "../publish/writeWhole.ts";
import { makeTarget } from "../scripts/makeTarget.mjs";
import { filesIn } from "../scripts/setup/files.mjs";
import { Problem } from "../scripts/setup/problem.mjs";
import { root } from "../scripts/setup/project.mjs";
import { step } from "../scripts/setup/step.mjs";
import { writeEditions } from "./edition/editions.ts";
import { reachable } from "./edition/reachable.ts";

/** What is handed out as it is. */
const FILES = [
  ".gitignore",
  ".npmrc",
  "LICENSE",
  "environment.yml",
  "package-lock.json",
  "requirements.lock",
  "requirements.txt",
];
const FOLDERS = ["kernel", "lib"];
/** Solutions, and what is built or downloaded. */
const LEFT_OUT = [
  /^lib\/ops\/solutions$/,
  /(^|\/)(dist|node_modules|__pycache__)$/,
  /\.tsbuildinfo$/,
];
/** The commands of a student; of the other folders goes along what they need. */
const COMMANDS = [
  "start",
  "setup",
  "setup:native",
  "setup:webgpu",
  "doctor",
  "build",
  "check",
  "submit",
];
/** Folders in which the commands find files by themselves. */
const WHOLE = ["scripts/jupyter", "scripts/native", "scripts/setup", "scripts/start"];

/**
 * Hands the assignment out: a project of its own, with the students' edition of the notebooks and
 * without solutions, in which `npm start`, `npm run check` and `npm run submit` work.
 *
 * @param args `--out DIR`, which must not be there, be empty or be an earlier hand-out; `--zip`
 * @throws Problem for a folder that has other things in it; it is then as it was
 */
export async function handOut(_python: string, args: string[]): Promise<void> {
  const { out, zip } = readArguments(args);
  const target = resolve(out);
  if (!relative(root, target).startsWith("..") && target.split(sep).includes("node_modules")) {
    throw new Problem(`--out ${out} lies in node_modules: give a folder outside of the project.`);
  }
  await mustBeFree(target, out);
  await makeTarget("assignment", dirname(target));
  const made = await mkdtemp(`${target}.new-`);
  try {
    await step("Handing out the assignment", () => fill(made));
    await chmod(made, 0o755);
    await rm(target, { recursive: true, force: true });
    await rename(made, target);
  } finally {
    await rm(made, { recursive: true, force: true });
  }
  console.error(`Handed out: ${target}`);
  if (!zip) return;
  const file = `${target}.zip`;
  await writeWhole(file, zipSync(await contentsOf(target)));
  console.error(`and ${file}`);
}

async function fill(folder: string): Promise<void> {
  for (const file of FILES) await cp(join(root, file), join(folder, file));
  for (const name of [...FOLDERS, ...WHOLE]) {
    await cp(join(root, name), join(folder, name), {
      recursive: true,
      filter: (path) =>
        !LEFT_OUT.some((pattern) => pattern.test(relative(root, path).replaceAll(sep, "/"))),
    });
  }
  const programs = COMMANDS.map((name) => `scripts/${name.replace(":", "-")}.mjs`);
  for (const file of await reachable(root, [...programs, "scripts/require-node.cjs"])) {
    if (!/(^|\/)dist\//.test(file)) await cp(join(root, file), join(folder, file));
  }
  await writeEditions(join(folder, "notebooks"));
  await change(folder, "package.json", (project) => ({
    ...project,
    scripts: Object.fromEntries(
      Object.entries(project.scripts).filter(([name]) => COMMANDS.includes(name)),
    ),
    mocha: undefined,
  }));
  await change(folder, "lib/package.json", (lib) => ({
    ...lib,
    exports: Object.fromEntries(
      Object.entries(lib.exports).filter(([entry]) => entry !== "./ops/solutions"),
    ),
  }));
  await change(folder, "tsconfig.json", (config) => ({
    ...config,
    references: [{ path: "lib" }, { path: "kernel" }],
  }));
  await cp(new URL("edition/README.md", import.meta.url), join(folder, "README.md"));
}

type Json = Record<string, unknown> & {
  scripts: Record<string, string>;
  exports: Record<string, unknown>;
};

/** Writes a JSON file of the project with a change. */
async function change(folder: string, file: string, by: (json: Json) => object): Promise<void> {
  const json = by(JSON.parse(await readFile(join(root, file), "utf8")));
  await writeFile(join(folder, file), `${JSON.stringify(json, null, 2)}\n`);
}

async function mustBeFree(target: string, out: string): Promise<void> {
  const names = await readdir(target).catch((error): string[] => {
    if (error.code === "ENOENT") return [];
    throw new Problem(`--out ${out} cannot be used: ${error.message}.`);
  });
  const isHandOut =
    names.includes("notebooks") && names.includes("grading") && !names.includes("test");
  if (names.length > 0 && !isHandOut) {
    throw new Problem(`--out ${out} has other things in it: give an empty folder, or a new one.`);
  }
  if (names.includes("assignment")) {
    throw new Problem(
      `--out ${out} has a folder assignment, so someone works in it: give another folder.`,
    );
  }
}

async function contentsOf(folder: string): Promise<Record<string, Uint8Array>> {
  const files: Record<string, Uint8Array> = {};
  for (const name of filesIn(folder)) {
    files[`${basename(folder)}/${name}`] = await readFile(join(folder, name));
  }
  return files;
}

function readArguments(args: string[]): { out: string; zip: boolean } {
  try {
    const options = { out: { type: "string" }, zip: { type: "boolean" } } as const;
    const { out, zip = false } = parseArgs({ args, options }).values;
    if (out) return { out, zip };
    throw new Error("--out names the folder to make.");
  } catch (error) {
    throw new Problem(
      `${(error as Error).message}\nUse npm run assignment -- --out DIR [--zip], such as \`npm run assignment -- --out ../handed-out --zip\`.`,
    );
  }
}
