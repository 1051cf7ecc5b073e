import { loaders } from "live:modules";

const loaded = new Map<string, object>();
const failures = new Map<string, Error>();

/**
 * Loads a module for the cells, which import synchronously.
 *
 * @throws Error for what the page has not
 */
export async function load(name: string): Promise<object> {
  const known = loaded.get(name);
  if (known) return known;
  const loader = Object.hasOwn(loaders, name) ? loaders[name] : undefined;
  try {
    if (!loader) throw new Error(missing(name));
    const module = asCommonJs(await loader());
    loaded.set(name, module);
    return module;
  } catch (error) {
    failures.set(name, error as Error);
    throw error;
  }
}

/** An ES module as the kernel gives it to cells, which import as CommonJS does. */
function asCommonJs(exports: object): object {
  const module = Object.defineProperty({}, "__esModule", { value: true });
  for (const key of Object.keys(exports))
    Object.defineProperty(module, key, { get: () => Reflect.get(exports, key), enumerable: true });
  return Object.preventExtensions(module);
}

function missing(name: string): string {
  return (
    `Cannot find module '${name}' in this page, which has ${Object.keys(loaders).join(", ")}; ` +
    "download the notebook and run it in Jupyter to import others."
  );
}

/** The `require` of cells, for what was loaded. */
export function require(name: string): object {
  const module = loaded.get(name);
  if (module) return module;
  const failure = failures.get(name);
  if (failure) throw new Error(failure.message);
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
