import { randomBytes } from "node:crypto";
import { existsSync, lstatSync, readdirSync, readlinkSync } from "node:fs";
import { chmod, cp, lstat, mkdir, readdir, rename, rm, symlink } from "node:fs/promises";
import { basename, dirname, join, relative, sep } from "node:path";
import { makeTarget } from "../makeTarget.mjs";
import { prepareCopy } from "../setup/prepareKernel.mjs";
import { Problem } from "../setup/problem.mjs";
import { root } from "../setup/project.mjs";
import { step } from "../setup/step.mjs";
import { spareMemory } from "./spareMemory.mjs";
import { wantedPackages } from "./wantedPackages.mjs";

/** What a kernel needs, and what a hub is told by. */
const WANTED = [
  "package.json",
  "tsconfig.json",
  "requirements.txt",
  "requirements.lock",
  "LICENSE",
  "lib/package.json",
  "lib/tsconfig.json",
  "lib/dist",
  "kernel/dist",
  "scripts/jupyter",
  "deploy",
  "node_modules",
];

/** How many versions stay, for servers that still run, and to go back to. */
const KEPT = 3;

/**
 * Makes a version of the project that others read and nobody changes, beside `place`, and lets
 * `place`, a link, lead to it. A kernel resolves the link when it starts, so that those that run
 * keep their version.
 * @param {string} place an absolute path
 * @param {(copy: string) => Promise<void>} handOut puts what students get into the copy
 * @returns {Promise<string>} the version's path
 * @throws Problem when something else lies at `place`, or nothing can be made beside it
 */
export async function deploy(place, handOut) {
  await makeTarget("deploy", dirname(place));
  const there = lstatSync(place, { throwIfNoEntry: false });
  if (there && !there.isSymbolicLink()) {
    throw new Problem(
      `deploy: ${place} is there already and no copy that deploy made: name a path that is free, or remove it.`,
    );
  }
  const time = new Date().toISOString().slice(0, 23).replaceAll(/[:.]/g, "-");
  const version = `${place}@${time}-${randomBytes(2).toString("hex")}`;
  const unfinished = join(dirname(place), `.${basename(version)}`);
  await mkdir(unfinished);
  try {
    await step(`Copying the project to ${version}`, async () => {
      await copyInto(unfinished);
      await handOut(unfinished);
      await spareMemory(unfinished);
      await prepareCopy(unfinished, false);
      await makeReadable(unfinished);
    });
    await rename(unfinished, version);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  const link = `${unfinished}.link`;
  await symlink(basename(version), link);
  await rename(link, place);
  await removeOld(place);
  return version;
}

/** @param {string} target */
async function copyInto(target) {
  const wantsPackage = wantedPackages(root);
  for (const name of WANTED) {
    const source = join(root, name);
    if (!existsSync(source)) continue;
    await cp(source, join(target, name), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => {
        const inside = relative(root, path).replaceAll(sep, "/");
        return wantsPackage(inside) && !isLeftOut(inside);
      },
    });
  }
}

/** Solutions, and what builds leave for builds. */
function isLeftOut(/** @type {string} */ path) {
  const build = /(^|\/)(watch\.json|__pycache__|\.made-from|node_modules\/\.(cache|bin))$/;
  return /^lib\/dist\/(.*\/)?solutions$/.test(path) || build.test(path);
}

/** All may read, nobody else may write, whatever the files were before. */
async function makeReadable(/** @type {string} */ folder) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isSymbolicLink()) continue;
    if (entry.isDirectory()) await makeReadable(path);
    else await chmod(path, (await lstat(path)).mode & 0o100 ? 0o755 : 0o644);
  }
  await chmod(folder, 0o755);
}

/** Leaves the newest versions, and the one in use. */
async function removeOld(/** @type {string} */ place) {
  const folder = dirname(place);
  const inUse = readlinkSync(place);
  const versions = readdirSync(folder).filter((name) => name.startsWith(`${basename(place)}@`));
  for (const name of versions.sort().slice(0, -KEPT)) {
    if (name !== inUse) await rm(join(folder, name), { recursive: true, force: true });
  }
}
