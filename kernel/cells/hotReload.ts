import { statSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isGrading } from "../grading.ts";
import type { Built } from "../threads.ts";
import { type Compiled, newModule } from "./compile.ts";
import { freezeExports } from "./freeze.ts";
import { ask } from "./link.ts";
import { addSource } from "./stacks.ts";

interface Live {
  module: Compiled;
  modified: number;
}

const loaded = new Map<string, Live>();
/** When the build of each library was last found to be finished. */
const built = new Map<string, number>();
let isCurrent = (_file: string): boolean => true;
const modified = (file: string) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Whether a file is the project's own: its packages stay as Node loads them. */
const isOwn = (file: string) =>
  path.isAbsolute(file) &&
  !file.split(path.sep).includes("node_modules") &&
  /\.[cm]?js$/.test(file);

/** The file of a module, also of a package that says that it may only be imported. */
export function resolveModule(require: NodeJS.Require, id: string): string {
  try {
    return require.resolve(id);
  } catch (error) {
    const isClosed =
      error instanceof Error && "code" in error && error.code === "ERR_PACKAGE_PATH_NOT_EXPORTED";
    const [folder] = require.resolve.paths("./") ?? [];
    if (!isClosed || !folder) throw error;
    const importer = pathToFileURL(path.join(folder, "cell.js"));
    // the second argument needs --experimental-import-meta-resolve: see the kernel specs
    return fileURLToPath(import.meta.resolve(id, importer));
  }
}

/**
 * Imports as `require` does, except that JavaScript outside `node_modules`, such as a workspace
 * package, gets interrupt points and can be loaded anew; ES modules become CommonJS.
 */
export function requireLive(require: NodeJS.Require, id: string): unknown {
  if (id === "tslab") return require(id); // the kernel's own: see imports.ts
  const file = resolveModule(require, id);
  if (!isOwn(file)) return require(file);
  const known = loaded.get(file);
  if (known) return known.module.exports;
  if (modified(file) > (libraryAt(file) ?? Number.POSITIVE_INFINITY)) {
    throw new Error(`${file} was built while the cell ran: run the cell that imports it again`);
  }
  const translated = ask({ kind: "load", file });
  if (!translated) return require(id); // not to be translated: Node says why
  addSource(file, { file, maps: translated.maps });
  const inner = createRequire(file);
  const module = newModule(file, (next) => requireLive(inner, next));
  loaded.set(file, { module, modified: modified(file) });
  try {
    module._compile(translated.js, file);
    module.exports = seal(module.exports);
  } catch (error) {
    loaded.delete(file);
    throw error;
  }
  return module.exports;
}

/** What a module exports, as those who import it see it: they cannot change it, as in ES modules. */
function seal(exports: Record<string, unknown>): Record<string, unknown> {
  if (!exports?.__esModule) return exports;
  if (isGrading) freezeExports(exports);
  const sealed = {};
  for (const key of Object.getOwnPropertyNames(exports)) {
    const enumerable = key !== "__esModule";
    Object.defineProperty(sealed, key, { get: () => exports[key], enumerable });
  }
  return Object.preventExtensions(sealed);
}

/** Takes note of the libraries that a cell imports: of all libraries, only these may change. */
export function setBuilt({ folders, at }: Built): void {
  for (const folder of folders) built.set(folder, at);
  const checked = folders.map((folder) => path.join(folder, "dist", path.sep));
  isCurrent = (file) => checked.some((dist) => file.startsWith(dist)) || !libraryAt(file);
}

/** When the library that a file belongs to was last found to be built, if it belongs to one. */
function libraryAt(file: string): number | undefined {
  for (const [folder, at] of built) {
    if (file.startsWith(path.join(folder, "dist", path.sep))) return at;
  }
  return undefined;
}

/**
 * Forgets all that was loaded if one of the files has changed since and may be loaded anew;
 * returns whether it did.
 */
export function forgetChanged(): boolean {
  const hasChanged = ([file, live]: [string, Live]) =>
    isCurrent(file) && modified(file) !== live.modified;
  if (![...loaded].some(hasChanged)) return false;
  loaded.clear();
  console.error(
    "Library files changed: loaded anew. Objects made before keep the old code; " +
      "run the cells that make them again.",
  );
  return true;
}
