import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Plugin, transform } from "esbuild";
import type { CompiledCell } from "./kernel/compiledCell.ts";
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

/** WebAssembly whose memory threads share, which few pages may, and the script of threads that none makes. */
const THREADED = /^\.\.\/wasm-out\/tfjs-backend-wasm-threaded-simd(\.worker)?\.js$/;
const threaded = require.resolve(
  "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js",
);
/** Loads it where it is started. */
const startThreaded = `export const wasmWorkerContents = "";
export default async (config) => (await import(${JSON.stringify(threaded)})).default(config);`;

/** What the notebooks never use of TensorFlow.js: whoever calls it in a page is told so. */
const REFUSED: Record<string, string[]> = {
  "@tensorflow/tfjs-converter": ["loadGraphModel", "loadGraphModelSync", "GraphModel"],
  "@tensorflow/tfjs-data": ["array", "csv", "func", "generator", "microphone", "webcam", "zip"],
};

/** What TensorFlow.js does with the storage and the downloads of a window, which a worker has not. */
const OF_WINDOW = /^\.\.?\/(io\/)?(local_storage|browser_files)$/;
const withoutWindow = `${refusing("browserFiles")}
export class BrowserLocalStorage {}
export class BrowserLocalStorageManager { constructor() { throw new Error("no window"); } }`;

/** Node's modules, which packages ask for in branches for Node alone. */
const NODE =
  /^(node:)?(fs|path|os|crypto|worker_threads|perf_hooks|module|url|child_process|buffer|string_decoder|util|stream|http|zlib)(\/\w+)?$/;

/** It imports TensorFlow.js's core alone, which would be split from the rest: one file is smaller than two. */
const WEBGPU = /[\\/]tfjs-backend-webgpu[\\/]dist[\\/]index\.js$/;

/** A file that declares classes, which tables name. */
const CLASSES = /^(export )?class /m;

/**
 * Resolves what pages load: `live:modules`, which has a loader for each module that cells import,
 * and in the place of what pages cannot have, what they have instead.
 *
 * @param imported the packages that notebooks import besides the library
 * @param cells what each of their cells imports
 */
export async function pageModules(
  imported: readonly string[],
  cells: readonly CompiledCell["imports"][] = [],
): Promise<Plugin> {
  const made = await loadersOf(await offered(imported), cells);
  return {
    name: "modules of pages",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^live:/ }, ({ path }) => ({ path, namespace: "live" }));
      onLoad({ filter: /.*/, namespace: "live" }, ({ path }) => ({
        contents: made.get(path),
        resolveDir,
      }));
      onResolve({ filter: LEFT_OUT }, ({ path }) => ({ path, namespace: "none" }));
      onResolve({ filter: /^@tensorflow\/tfjs-(converter|data)$/ }, ({ path }) => ({
        path,
        namespace: "refused",
      }));
      onLoad({ filter: /.*/, namespace: "refused" }, ({ path }) => ({
        contents: `${REFUSED[path].map(refusing).join("\n")}
          export const version_${path.replace(/^.*-/, "")} = "left out";`,
      }));
      onResolve({ filter: OF_WINDOW }, ({ path }) => ({
        path,
        namespace: "window",
        sideEffects: false,
      }));
      onLoad({ filter: /.*/, namespace: "window" }, () => ({ contents: withoutWindow }));
      onResolve({ filter: THREADED }, ({ path }) => ({ path, namespace: "threaded" }));
      onLoad({ filter: /.*/, namespace: "threaded" }, () => ({
        contents: startThreaded,
        resolveDir,
      }));
      onResolve({ filter: NODE }, ({ path, importer }) =>
        /[\\/]node_modules[\\/]/.test(importer) ? { path, namespace: "none" } : undefined,
      );
      onLoad({ filter: WEBGPU }, async ({ path }) => ({
        contents: `import "@tensorflow/tfjs";\n${await readFile(path, "utf8")}`,
      }));
      onLoad({ filter: /[\\/]ndarray[\\/]ndarray\.js$/ }, async ({ path }) => ({
        contents: await ndarrayClasses(path),
      }));
      onLoad({ filter: /[\\/]page[\\/]later[\\/].*\.ts$/ }, async ({ path }) => ({
        contents: await withoutIndices(await readFile(path, "utf8")),
        loader: "ts",
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

/** An export of one of the library's parts. */
interface Member {
  part: string;
  name: string;
  file: string;
}

/**
 * The text of `live:modules`, a loader for each module and for each export of the library's parts,
 * and of what these load. What the same cells import is one file, as what none of them imports of a
 * part is: gzip makes more of few files than of many.
 */
async function loadersOf(
  modules: readonly string[],
  cells: readonly CompiledCell["imports"][],
): Promise<Map<string, string>> {
  const made = new Map<string, string>();
  const groups = new Map<string, Member[]>();
  const loaders: string[] = [];
  for (const part of modules) {
    const members = part.startsWith("lib/") ? await membersOf(part) : undefined;
    if (members) {
      const ofMembers = members.map((member) => {
        const importers = cells.flatMap((imports, i) => (doesImport(imports, member) ? [i] : []));
        const group = `live:${importers.join("-") || part}`;
        groups.set(group, [...(groups.get(group) ?? []), member]);
        return `${member.name}: ${loading(group, part)}`;
      });
      loaders.push(`"${part}": { ${ofMembers.join(", ")} }`);
    } else {
      made.set(`live:${part}`, `export * as "${part}" from "${part}";`);
      loaders.push(`"${part}": ${loading(`live:${part}`, part)}`);
    }
  }
  for (const [group, members] of groups) made.set(group, groupOf(members));
  return made.set("live:modules", `export const loaders = { ${loaders.join(",\n")} };`);
}

const loading = (file: string, part: string) =>
  `() => import("${file}").then((loaded) => loaded["${part}"])`;

const doesImport = (imports: CompiledCell["imports"], { part, name }: Member) =>
  imports.some((each) => each.name === part && each.members?.includes(name));

/** The exports of a part and their files, if it does nothing but export from others. */
async function membersOf(part: string): Promise<Member[] | undefined> {
  const index = require.resolve(part);
  const text = (await readFile(index, "utf8")).replace(/^\/\/#.*$/gm, "");
  const statement = /export \{([^}]*)\} from "(\.[^"]*)";/g;
  if (text.replace(statement, "").trim()) return undefined;
  return [...text.matchAll(statement)].flatMap(([, names, file]) =>
    names
      .split(",")
      .map((each) => each.trim().split(" as ").at(-1) ?? "")
      .filter(Boolean)
      .map((name) => ({ part, name, file: join(dirname(index), file) })),
  );
}

/** A script whose imports of the library's parts lead to the files: an index would bring all of them. */
async function withoutIndices(script: string): Promise<string> {
  const statement = /import \{([^}]*)\} from "(lib\/\w+)";/g;
  const files = new Map<string, string>();
  for (const [, , part] of script.matchAll(statement)) {
    for (const { name, file } of (await membersOf(part)) ?? []) files.set(name, file);
  }
  return script.replace(statement, (_, names: string) =>
    names
      .split(",")
      .map((each) => each.trim())
      .filter((name) => files.has(name)) // the others are types
      .map((name) => `import { ${name} } from ${JSON.stringify(files.get(name))};`)
      .join(" "),
  );
}

/** A module that exports, by the names of parts, objects with those of their exports. */
function groupOf(members: readonly Member[]): string {
  const imports = members.map(
    ({ name, file }, i) => `import { ${name} as member${i} } from ${JSON.stringify(file)};`,
  );
  const parts = [...new Set(members.map(({ part }) => part))].map((part, i) => {
    const own = members.flatMap((member, j) =>
      member.part === part ? [`${member.name}: member${j}`] : [],
    );
    return `const part${i} = { ${own.join(", ")} };\nexport { part${i} as "${part}" };`;
  });
  return [...imports, ...parts].join("\n");
}

/** A function that says that a page lacks it. */
function refusing(name: string): string {
  const said = `${name} of TensorFlow.js is not in pages: download the notebook and run it in Jupyter.`;
  return `export function ${name}() { throw new Error(${JSON.stringify(said)}); }`;
}
