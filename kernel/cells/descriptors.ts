import { execFileSync } from "node:child_process";
import {
  closeSync,
  constants,
  existsSync,
  mkdtempSync,
  openSync,
  rmdirSync,
  unlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Descriptors } from "../threads.ts";

const { O_RDONLY, O_NONBLOCK, O_WRONLY } = constants;

/** Has a descriptor lead to a file: the system gives out the lowest that is free. */
function lead(descriptor: number, file: string, mode: number = O_WRONLY): void {
  closeSync(descriptor);
  const got = openSync(file, mode);
  if (got !== descriptor) throw new Error(`descriptor ${descriptor} was taken meanwhile`);
}

/**
 * Has the descriptors 1 and 2, to which child processes and native code write, lead into pipes,
 * and 0, from which they read what nobody writes, to nothing: they would wait for ever.
 * To be called before other threads start, which could take the descriptors.
 */
export function captureDescriptors(): Descriptors | undefined {
  let folder: string | undefined;
  let files: string[] = [];
  try {
    const terminal = openSync("/dev/fd/2", "a");
    folder = mkdtempSync(path.join(tmpdir(), "kernel-output-"));
    files = [path.join(folder, "stdout"), path.join(folder, "stderr")];
    execFileSync("mkfifo", files, { stdio: "ignore" });
    const read = (file: string) => openSync(file, O_RDONLY | O_NONBLOCK);
    const descriptors = { stdout: read(files[0]), stderr: read(files[1]), terminal };
    lead(0, "/dev/null", O_RDONLY);
    lead(1, files[0]);
    lead(2, files[1]);
    return descriptors;
  } catch {
    return undefined; // no such pipes, as on Windows: what is written there goes to the terminal
  } finally {
    // rmSync would look at the pipes, and Node.js 20 then takes the next symbolic link for one
    for (const file of files) if (existsSync(file)) unlinkSync(file);
    if (folder) rmdirSync(folder);
  }
}
