import { loaders } from "live:modules";

const loaded = new Map<string, object>();
const failures = new Map<string, Error>();

/**
 * Loads exports of a module for the cells, which import synchronously.
 *
 * @param members which; all unless given
 * @throws Error for what the page has not
 */
export async function load(name: string, members?: readonly string[]): Promise<object> {
  try {
    if (!Object.hasOwn(loaders, name)) throw new Error(missing(name));
    const loader = loaders[name];
    const module = moduleOf(name); // before it waits: a cell may import from a module twice
    if (typeof loader === "function") show(module, await loader());
    else {
      await Promise.all(
        (members ?? Object.keys(loader))
          .filter((member) => Object.hasOwn(loader, member))
          .map(async (member) => show(module, await loader[member](), member)),
      );
    }
    failures.delete(name);
    return module;
  } catch (error) {
    failures.set(name, error as Error);
    throw error;
  }
}

/** A module as the kernel gives an ES module to cells, which import as CommonJS does. */
function moduleOf(name: string): object {
  const module = loaded.get(name) ?? Object.defineProperty({}, "__esModule", { value: true });
  loaded.set(name, module);
  return module;
}

/** Has a module show what another exports, or one of it. */
function show(module: object, exports: object, ...keys: string[]): void {
  for (const key of keys.length ? keys : Object.keys(exports)) {
    if (!(key in module)) {
      Object.defineProperty(module, key, {
        get: () => Reflect.get(exports, key),
        enumerable: true,
      });
    }
  }
}

function missing(name: string): string {
  return (
    `Cannot find module '${name}' in this page, which has ${Object.keys(loaders).join(", ")}; ` +
    "download the notebook and run it in Jupyter to import others."
  );
}

/** The `require` of cells, for what was loaded. */
export function require(name: string): object {
  const failure = failures.get(name);
  if (failure) throw new Error(failure.message);
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
