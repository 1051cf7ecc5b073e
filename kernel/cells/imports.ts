import Module, { createRequire } from "node:module";
import path from "node:path";
import { explainMissing } from "../missingModule.ts";
import { splitSpecifier } from "../splitSpecifier.ts";
import type { Cell } from "../threads.ts";
import { loadTslab, projectRoot, typescriptVersion } from "../tslab.ts";
import { type Compiled, newModule } from "./compile.ts";
import { display } from "./display.ts";
import { forgetChanged, requireLive, resolveModule } from "./hotReload.ts";
import { values } from "./scope.ts";
import { addSource } from "./stacks.ts";

// tslab's display functions, without its own server and its TypeScript
const tslab = loadTslab("public", {
  "./jupyter": { lastWriteDisplayData: display },
  "@tslab/typescript-for-tslab": { version: typescriptVersion },
});
// also for packages that display: a copy of tslab beside them knows of no kernel
const loader = Module as unknown as { _load(id: string, ...rest: unknown[]): unknown };
const load = loader._load;
loader._load = (id, ...rest) => (id === "tslab" ? tslab : load(id, ...rest));

const fromNotebook = createRequire(path.resolve("cell.js"));
const fromProject = createRequire(path.join(projectRoot, "cell.js"));

const translated = new Map<string, string>();
const modules = new Map<string, Compiled>();

/** Takes the translation of TypeScript files that lie beside the notebook. */
export function setFiles(files: Cell["files"]): void {
  if (files.length) modules.clear();
  for (const file of files) {
    const name = path.normalize(file.path);
    translated.set(name, file.js);
    addSource(name, { file: path.normalize(file.source), maps: file.maps });
  }
}

/** @param query makes another module of the same file, as it does in Node */
function requireFile(file: string, query: string): unknown {
  const key = file + query;
  const known = modules.get(key);
  if (known) return known.exports;
  const module = newModule(file, (id) => requireFrom(path.dirname(file), createRequire(file), id));
  modules.set(key, module); // before it runs, for circular imports
  try {
    module._compile(translated.get(file) ?? "", file);
  } catch (error) {
    modules.delete(key);
    throw error;
  }
  return module.exports;
}

/** The translation of a file that is imported under a name, with TypeScript's ending or without. */
function findTranslated(name: string): string | undefined {
  const emitted = name.replace(/\.([cm]?)tsx?$/, ".$1js");
  return [emitted, `${name}.js`, path.join(name, "index.js")].find((file) => translated.has(file));
}

/** Says what to do for a package that is missing. */
function explainError(error: unknown, id: string, folder: string): unknown {
  const isMissing = error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND";
  const explained = isMissing && error.message.includes(`'${id}'`) && explainMissing(id, folder);
  if (explained) error.message = explained;
  return error;
}

function requireFrom(folder: string, require: NodeJS.Require, id: string): unknown {
  const { name, query } = splitSpecifier(id);
  if (/^\.{0,2}[/\\]/.test(name) || path.isAbsolute(name)) {
    const file = findTranslated(path.resolve(folder, name));
    if (file) return requireFile(file, query);
  }
  try {
    return requireLive(require, name);
  } catch (error) {
    throw explainError(error, name, folder);
  }
}

const resolves = (require: NodeJS.Require, id: string) => {
  try {
    return Boolean(resolveModule(require, id));
  } catch {
    return false;
  }
};

/** Imports as seen from the notebook's folder, and else as seen from the project's. */
function requireCell(id: string): unknown {
  if (forgetChanged()) modules.clear(); // they may have imported it
  const elsewhere = !id.startsWith(".") && !resolves(fromNotebook, id) && resolves(fromProject, id);
  return requireFrom(process.cwd(), elsewhere ? fromProject : fromNotebook, id);
}

/** The `module` of cells: the main one, so that code under `require.main === module` runs. */
export const cellModule: NodeModule = newModule(path.resolve("cell.js"), requireCell);
cellModule.exports = values;

/** The `require` of cells. */
export const requireFromCell: NodeJS.Require = Object.assign(requireCell, fromNotebook, {
  main: cellModule,
});
