import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { npm } from "../setup/npm.mjs";
import { mustRun } from "../setup/step.mjs";
import { native } from "./folder.mjs";
import { inTemporaryFolder } from "./temporary.mjs";

/**
 * Unpacks npm packages into `.native/node_modules` without what they depend on, which Node finds
 * in the project's own `node_modules`: so there is one TensorFlow.js. A package is there whole or
 * not at all, however this ends.
 * @param {string[]} packages each `name@version`
 * @param {(pid: number) => void} onStart
 */
export function addPackages(packages, onStart) {
  return inTemporaryFolder(async (folder) => {
    const { x } = await import("tar");
    for (const [i, wanted] of packages.entries()) {
      const packed = join(folder, `${i}.tgz`);
      const unpacked = join(folder, `${i}`);
      for (const made of [packed, unpacked]) await mkdir(made);
      const [command, args, options] = npm("pack", wanted);
      await mustRun(`npm could not fetch ${wanted}`, command, args, {
        ...options,
        cwd: packed,
        onStart,
      });
      const [file] = await readdir(packed);
      await x({ file: join(packed, file), cwd: unpacked, strip: 1 });
      const target = join(native, "node_modules", wanted.slice(0, wanted.lastIndexOf("@")));
      await rm(target, { recursive: true, force: true });
      await mkdir(dirname(target), { recursive: true });
      await rename(unpacked, target);
    }
  });
}
