import path from "node:path";
import ts from "@tslab/typescript-for-tslab";
import type { Converter, createConverter } from "tslab/dist/converter.js";
import type { printQuickInfo } from "tslab/dist/inspect.js";
import { loadTslab, projectRoot } from "../tslab.ts";
import { repairConverter } from "./repair.ts";

const slashes = (file: string) => file.replaceAll("\\", "/");

/** Repairs tslab's compiler options: types are checked strictly, packages may have `exports`. */
const options: ts.CompilerOptions = {
  strict: true,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ["lib.es2023.d.ts"],
  types: ["node"],
  typeRoots: [slashes(path.join(projectRoot, "node_modules/@types"))],
};

/**
 * Repairs tslab's file system: packages are found from any folder. The last place TypeScript
 * looks in, `/node_modules`, shows the project's `node_modules`.
 */
function withProject(system: ts.System): ts.System {
  const last = `${slashes(path.parse(process.cwd()).root)}node_modules`;
  const own = slashes(path.join(projectRoot, "node_modules"));
  const at = (file: string) =>
    file === last || file.startsWith(`${last}/`) ? own + file.slice(last.length) : file;
  return Object.assign(Object.create(system), {
    fileExists: (file: string) => system.fileExists(at(file)),
    readFile: (file: string, encoding?: string) => system.readFile(at(file), encoding),
    directoryExists: (folder: string) => system.directoryExists(at(folder)),
    getDirectories: (folder: string) => system.getDirectories(at(folder)),
    realpath: (file: string) => system.realpath?.(at(file)) ?? at(file),
  });
}

const createWatchCompilerHost = (
  files: string[],
  given: ts.CompilerOptions,
  system: ts.System,
  ...rest: []
) => ts.createWatchCompilerHost(files, { ...given, ...options }, withProject(system), ...rest);

const substitutes = { "@tslab/typescript-for-tslab": { ...ts, createWatchCompilerHost } };

/** tslab's converter of cells, with its repairs. */
export function newConverter(): Converter {
  const module = loadTslab("converter", substitutes, repairConverter);
  const { createConverter: create } = module as { createConverter: typeof createConverter };
  return create({ isJS: false, isBrowser: false });
}

/** tslab's text for a quick info. */
export const quickInfoText: typeof printQuickInfo = (
  loadTslab("inspect") as { printQuickInfo: typeof printQuickInfo }
).printQuickInfo;
