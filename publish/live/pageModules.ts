import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Plugin, transform } from "esbuild";
import { ndarrayClasses } from "./ndarrayClasses.ts";

const require = createRequire(import.meta.url);
const resolveDir: string = fileURLToPath(new URL(".", import.meta.url));

/** The library's folder. */
export const library: string = dirname(dirname(dirname(require.resolve("lib/cifar"))));

/**
 * What a page offers its cells: the library's parts, but for those that browsers have none of, and
 * what the notebooks import.
 */
export async function offered(imported: readonly string[]): Promise<string[]> {
  const { exports } = JSON.parse(await readFile(join(library, "package.json"), "utf8"));
  const nameOf = (path: string) => `lib/${path.replace("./", "")}`;
  const parts = Object.keys(exports).filter((path) => !/\/.*\//.test(path));
  const [missing, there] = [true, false].map((isMissing) =>
    parts.filter((path) => (exports[path].browser === null) === isMissing).map(nameOf),
  );
  const all = new Set([...there, "@tensorflow/tfjs", ...imported]);
  return [...all].filter((name) => !missing.includes(name));
}

/** A script that opens figures outside of notebooks, and TensorFlow.js's backend that is not used. */
const LEFT_OUT = /^(@tensorflow\/tfjs-backend-webgl|nodeplotlib|@nestjs\/core)$/;

/** WebAssembly with threads, which share memory: few pages may. */
const THREADED = /wasm-out\/tfjs-backend-wasm-threaded-simd/;

/** What the notebooks never use of TensorFlow.js: whoever calls it in a page is told so. */
const REFUSED: Record<string, string[]> = {
  "@tensorflow/tfjs-converter": ["loadGraphModel", "loadGraphModelSync", "GraphModel"],
  "@tensorflow/tfjs-data": ["array", "csv", "func", "generator", "microphone", "webcam", "zip"],
};

/** Node's modules, which packages ask for in branches for Node alone. */
const NODE =
  /^(node:)?(fs|path|os|crypto|worker_threads|perf_hooks|module|url|child_process|buffer|string_decoder|util|stream|http|zlib)(\/\w+)?$/;

/** A file that declares classes, which tables name. */
const CLASSES = /^(export )?class /m;

/**
 * Resolves what pages load: `live:modules`, which has a loader for each module that cells import,
 * and in the place of what pages cannot have, what they have instead.
 *
 * @param imported what the notebooks import besides the library
 */
export async function pageModules(imported: readonly string[]): Promise<Plugin> {
  const contents = await loadersOf(await offered(imported));
  return {
    name: "modules of pages",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^live:modules$/ }, ({ path }) => ({ path, namespace: "live" }));
      onLoad({ filter: /.*/, namespace: "live" }, () => ({ contents, resolveDir }));
      onResolve({ filter: LEFT_OUT }, ({ path }) => ({ path, namespace: "none" }));
      onResolve({ filter: /^@tensorflow\/tfjs-(converter|data)$/ }, ({ path }) => ({
        path,
        namespace: "refused",
      }));
      onLoad({ filter: /.*/, namespace: "refused" }, ({ path }) => ({
        contents: `${REFUSED[path].map(refusing).join("\n")}
          export const version_${path.replace(/^.*-/, "")} = "left out";`,
      }));
      onResolve({ filter: THREADED }, ({ path }) => ({ path, namespace: "none" }));
      onResolve({ filter: NODE }, ({ path, importer }) =>
        /[\\/]node_modules[\\/]/.test(importer) ? { path, namespace: "none" } : undefined,
      );
      onLoad({ filter: /[\\/]ndarray[\\/]ndarray\.js$/ }, async ({ path }) => ({
        contents: await ndarrayClasses(path),
      }));
      onLoad({ filter: /[\\/]lib[\\/]dist[\\/].*\.js$/ }, async ({ path }) => {
        const text = await readFile(path, "utf8");
        const { code } = await transform(text, { keepNames: CLASSES.test(text) });
        return { contents: code };
      });
      onLoad({ filter: /.*/, namespace: "none" }, () => ({ contents: "module.exports = {}" }));
    },
  };
}

/** A loader for each module, and for each export of the library's parts. */
async function loadersOf(modules: readonly string[]): Promise<string> {
  const entries = modules.map(async (name) => {
    const files = name.startsWith("lib/") ? await filesOf(require.resolve(name)) : undefined;
    return `${JSON.stringify(name)}: ${files ?? importing(name)}`;
  });
  return `export const loaders = { ${(await Promise.all(entries)).join(",\n")} };`;
}

const importing = (file: string) => `() => import(${JSON.stringify(file)})`;

/** The file of each export, if the module does nothing but export from others. */
async function filesOf(index: string): Promise<string | undefined> {
  const text = (await readFile(index, "utf8")).replace(/^\/\/#.*$/gm, "");
  const statement = /export \{([^}]*)\} from "(\.[^"]*)";/g;
  if (text.replace(statement, "").trim()) return undefined;
  const members = [...text.matchAll(statement)].flatMap(([, names, file]) =>
    names
      .split(",")
      .map((each) => each.trim().split(" as ").at(-1))
      .filter(Boolean)
      .map((member) => `${member}: ${importing(join(dirname(index), file))}`),
  );
  return `{ ${members.join(", ")} }`;
}

/** A function that says that a page lacks it. */
function refusing(name: string): string {
  const said = `${name} of TensorFlow.js is not in pages: download the notebook and run it in Jupyter.`;
  return `export function ${name}() { throw new Error(${JSON.stringify(said)}); }`;
}
