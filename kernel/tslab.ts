import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import vm from "node:vm";

const require = createRequire(import.meta.url);
const tslab: string = path.dirname(require.resolve("tslab/package.json"));

/** The version of the TypeScript that translates cells. */
export const typescriptVersion: string = require("typescript-api/package.json").version;

/** The folder whose `node_modules` holds the kernel's packages, and `lib`. */
export const projectRoot: string = path.resolve(tslab, "../..");

/**
 * Loads one of tslab's modules with some of its imports replaced.
 *
 * @param name a module of tslab's `dist`, such as `converter`
 * @param substitutes what its `require` gives for these names
 * @param repair changes the module's text before it is compiled
 */
export function loadTslab(
  name: string,
  substitutes: Record<string, unknown> = {},
  repair: (text: string) => string = (text) => text,
): unknown {
  const filename = path.join(tslab, "dist", `${name}.js`);
  const requireThere = createRequire(filename);
  const compiled = vm.compileFunction(
    repair(readFileSync(filename, "utf8")),
    ["exports", "require", "__dirname"],
    { filename },
  );
  const exports = {};
  compiled(exports, (id: string) => substitutes[id] ?? requireThere(id), path.dirname(filename));
  return exports;
}
