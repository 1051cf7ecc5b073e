import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
  cp,
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { root } from "../../scripts/setup/project.mjs";

/** The project once more, whose sources may be broken. */
export interface WorkingCopy {
  readonly folder: string;
  /** Does something while a file, by path from the root, has another text. */
  with<Result>(file: string, text: string, work: () => Promise<Result>): Promise<Result>;
  /** Compiles folders such as `lib`, or all, by options of tsc: whether the type check accepts them. */
  build(...args: string[]): Promise<boolean>;
  /** Whether the lint finds no promise in a file that nothing awaits. */
  awaits(file: string): Promise<boolean>;
  /** Runs test files in one process, to the first failure. */
  test(files: readonly string[], options?: RunOptions): Promise<Ended>;
  /** Ends what runs in it and removes it. */
  remove(): Promise<void>;
}

export interface RunOptions {
  /** After so many seconds the tests and what they started are killed. */
  readonly seconds?: number;
  readonly env?: NodeJS.ProcessEnv;
}

export type Ended = "passed" | "failed" | "timed out";

/** What is built or installed, and used as it is. */
const LINKED = [".venv", ".native"];
const BUILT = ["lib/dist", "kernel/dist"];

export async function workingCopy(): Promise<WorkingCopy> {
  const folder = await mkdtemp(join(tmpdir(), "cnn-copy-"));
  const running = new Set<ChildProcess>();
  await copyInto(folder);

  /** Runs node in a group of its own, so that what it starts ends with it. */
  const node = (args: readonly string[], { seconds = 600, env }: RunOptions = {}) =>
    new Promise<Ended>((resolve, reject) => {
      const child = spawn(process.execPath, args, {
        cwd: folder,
        env: { ...process.env, ...env },
        detached: true,
        stdio: "ignore",
      });
      running.add(child);
      let isLate = false;
      const late = setTimeout(() => {
        isLate = true;
        end(child);
      }, seconds * 1000);
      child.on("error", reject);
      child.on("exit", (code) => {
        clearTimeout(late);
        running.delete(child);
        end(child);
        resolve(isLate ? "timed out" : code === 0 ? "passed" : "failed");
      });
    });

  return {
    folder,
    async with(file, text, work) {
      const path = join(folder, file);
      const before = await readFile(path);
      await writeFile(path, text);
      try {
        return await work();
      } finally {
        await writeFile(path, before);
      }
    },
    build: async (...args) =>
      (await node(["node_modules/typescript/bin/tsc", "--build", ...args])) === "passed",
    awaits: async (file) => (await node(["node_modules/oxlint/bin/oxlint", file])) === "passed",
    test: (files, options) =>
      node(
        ["node_modules/mocha/bin/mocha.js", "--parallel=false", "--bail", "--exit", ...files],
        options,
      ),
    async remove() {
      for (const child of running) end(child);
      await rm(folder, { recursive: true, maxRetries: 5 });
    },
  };
}

/** Kills a process and all that it has started. */
function end({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // has ended
  }
}

/** What git knows or would, what is built, and the files of the packages; `lib` is the copy's own. */
async function copyInto(folder: string): Promise<void> {
  const listed = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const files = execFileSync("git", listed, { cwd: root, encoding: "utf8", maxBuffer: 1e8 });
  for (const file of [...files.split("\0").filter(Boolean), ...BUILT]) {
    if (!(await isThere(join(root, file)))) continue;
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await cp(join(root, file), join(folder, file), { recursive: true, preserveTimestamps: true });
  }
  await linkFiles(join(root, "node_modules"), join(folder, "node_modules"));
  for (const name of LINKED) {
    if (await isThere(join(root, name))) await symlink(join(root, name), join(folder, name));
  }
}

/** Makes a folder of the same files, which a box shows as it shows the project's: they lead nowhere else. */
async function linkFiles(from: string, to: string): Promise<void> {
  await mkdir(to);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [from, to].map((folder) => join(folder, entry.name));
    if (entry.isDirectory()) await linkFiles(source, target);
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
    else await link(source, target).catch(() => symlink(source, target)); // on another disk
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
