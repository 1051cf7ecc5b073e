import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { npm } from "../setup/npm.mjs";
import { work } from "../setup/project.mjs";
import { mustRun } from "../setup/step.mjs";
import { native } from "./folder.mjs";

/**
 * Unpacks npm packages into `.native/node_modules` without what they depend on, which Node finds
 * in the project's own `node_modules`: so there is one TensorFlow.js.
 * @param {string[]} packages each `name@version`
 * @param {(pid: number) => void} onStart
 */
export async function addPackages(packages, onStart) {
  const folder = await mkdtemp(join(work, "packages-"));
  try {
    for (const wanted of packages) {
      const into = join(folder, "tgz");
      await mkdir(into);
      const [command, args, options] = npm("pack", wanted, "--silent");
      await mustRun(`npm could not fetch ${wanted}`, command, args, {
        ...options,
        cwd: into,
        onStart,
      });
      const [file] = await readdir(into);
      const target = join(native, "node_modules", wanted.slice(0, wanted.lastIndexOf("@")));
      await rm(target, { recursive: true, force: true });
      await mkdir(target, { recursive: true });
      const { x } = await import("tar");
      await x({ file: join(into, file), cwd: target, strip: 1 });
      await rm(into, { recursive: true });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
