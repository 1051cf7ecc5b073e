import { statSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { type Compiled, newModule } from "./compile.ts";
import { ask } from "./link.ts";
import { addSource } from "./stacks.ts";

interface Live {
  module: Compiled;
  modified: number;
}

const loaded = new Map<string, Live>();
const modified = (file: string) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Whether a file is the project's own: its packages stay as Node loads them. */
const isOwn = (file: string) =>
  path.isAbsolute(file) &&
  !file.split(path.sep).includes("node_modules") &&
  /\.[cm]?js$/.test(file);

/**
 * Imports as `require` does, except that JavaScript outside `node_modules`, such as a workspace
 * package, gets interrupt points and can be loaded anew; ES modules become CommonJS.
 */
export function requireLive(require: NodeJS.Require, id: string): unknown {
  const file = require.resolve(id);
  if (!isOwn(file)) return require(id);
  const known = loaded.get(file);
  if (known) return known.module.exports;
  const translated = ask({ kind: "load", file });
  if (!translated) return require(id); // not to be translated: Node says why
  addSource(file, { file, maps: translated.maps });
  const inner = createRequire(file);
  const module = newModule(file, (next) => requireLive(inner, next));
  loaded.set(file, { module, modified: modified(file) });
  try {
    module._compile(translated.js, file);
  } catch (error) {
    loaded.delete(file);
    throw error;
  }
  return module.exports;
}

/** Forgets all that was loaded if one of the files has changed since. */
export function forgetChanged(): void {
  const changed = [...loaded].some(([file, live]) => modified(file) !== live.modified);
  if (!changed) return;
  loaded.clear();
  console.error(
    "Library files changed: loaded anew. Objects made before keep the old code; " +
      "run the cells that make them again.",
  );
}
