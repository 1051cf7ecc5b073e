import path from "node:path";
import ts from "@tslab/typescript-for-tslab";
import type { Converter, createConverter } from "tslab/dist/converter.js";
import type { printQuickInfo } from "tslab/dist/inspect.js";
import { loadTslab, projectRoot } from "../tslab.ts";
import { repairConverter } from "./repair.ts";
import { repairSystem, slashes } from "./system.ts";

/** Repairs tslab's compiler options: types are checked strictly, packages may have `exports`. */
const options: ts.CompilerOptions = {
  strict: true,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ["lib.es2023.d.ts"],
  inlineSourceMap: true,
  types: ["node"],
  typeRoots: [slashes(path.join(projectRoot, "node_modules/@types"))],
};

const createWatchCompilerHost = (
  files: string[],
  given: ts.CompilerOptions,
  system: ts.System,
  ...rest: []
) => ts.createWatchCompilerHost(files, { ...given, ...options }, repairSystem(system), ...rest);

/** tslab's last step, to CommonJS, is left out: `toCommonJs` does it with more in one go. */
const transpileModule = (outputText: string) => ({ outputText });

const substitutes = {
  "@tslab/typescript-for-tslab": { ...ts, createWatchCompilerHost, transpileModule },
};

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
