import { loaders } from "live:modules";

const loaded = new Map<string, object>();

/**
 * Loads a module for the cells, which import synchronously.
 *
 * @throws Error for what the page has not
 */
export async function load(name: string): Promise<object> {
  const known = loaded.get(name);
  if (known) return known;
  const loader = Object.hasOwn(loaders, name) ? loaders[name] : undefined;
  if (!loader)
    throw new Error(
      `Cannot find module '${name}' in this page, which has ${Object.keys(loaders).join(", ")}; ` +
        "download the notebook and run it in Jupyter to import others.",
    );
  const exports = await loader();
  // as CommonJS gives an ES module
  const module = Object.create(exports, { __esModule: { value: true } });
  loaded.set(name, module);
  return module;
}

/** The `require` of cells, for what was loaded. */
export function require(name: string): object {
  const module = loaded.get(name);
  if (module) return module;
  throw new Error(`'${name}' can be imported here by \`import\` alone, with its name as a literal`);
}

/**
 * Makes sure that a module exports what a cell imports of it and uses.
 *
 * @throws SyntaxError as importing it would
 */
export function has(name: string, exported: string): void {
  if (exported in require(name)) return;
  throw new SyntaxError(`Module '${name}' has no exported member '${exported}'.`);
}
