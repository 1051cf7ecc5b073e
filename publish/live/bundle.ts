import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";
import { ndarrayClasses } from "./ndarrayClasses.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const require = createRequire(import.meta.url);
const later = join(here, "page", "later");

/** What every page offers its cells beside what the notebooks import. */
const MODULES = [
  ...["backend", "cifar", "data", "display", "knn", "ops", "plot"].map((part) => `lib/${part}`),
  "@tensorflow/tfjs",
];

/** What the notebooks never use of TensorFlow.js, and a script that opens figures outside of them. */
const LEFT_OUT = /^(@tensorflow\/tfjs-(backend-webgl|data)|nodeplotlib|@nestjs\/core)$/;

/** Node's modules, which packages ask for in branches for Node alone. */
const NODE =
  /^(node:)?(fs|path|os|crypto|worker_threads|perf_hooks|module|url|child_process|buffer|string_decoder|util|stream|http|zlib)(\/\w+)?$/;

/** A file of scripts, by its path in the folder, and its text. */
export type Bundle = Map<string, Uint8Array>;

/**
 * Bundles what pages load when a cell is first run: the kernel's worker, the library and the
 * packages in parts that are loaded when they are imported, and what a page itself loads later.
 *
 * @param imported the packages that notebooks import
 */
export async function bundleKernel(imported: readonly string[]): Promise<Bundle> {
  const modules = [...new Set([...MODULES, ...imported])];
  const entryPoints: Record<string, string> = {
    kernel: join(here, "kernel", "worker.ts"),
    worker: join(dirname(require.resolve("lib/cifar")), "gridSearch", "worker.js"),
  };
  for (const file of await readdir(later).catch(() => []))
    entryPoints[file.replace(/\.ts$/, "")] = join(later, file);
  const { outputFiles } = await build({
    entryPoints,
    outdir: "out",
    write: false,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    minify: true,
    keepNames: true, // tables name classes
    legalComments: "none",
    logLevel: "error",
    define: { "process.env.NODE_ENV": '"production"' },
    alias: { "node:util": "node-inspect-extracted" },
    plugins: [pageModules(modules)],
  });
  const bundle: Bundle = new Map(
    outputFiles.map(({ path, contents }) => [path.replace(/^.*[\\/]out[\\/]/, ""), contents]),
  );
  const wasm = dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json"));
  for (const name of await readdir(join(wasm, "dist")))
    if (name.endsWith(".wasm")) bundle.set(name, await readFile(join(wasm, "dist", name)));
  return bundle;
}

function pageModules(modules: readonly string[]): Plugin {
  const resolveDir = here;
  return {
    name: "modules of pages",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^live:modules$/ }, ({ path }) => ({ path, namespace: "live" }));
      onLoad({ filter: /.*/, namespace: "live" }, () => {
        const entries = modules.map((name) => {
          const quoted = JSON.stringify(name);
          return `${quoted}: () => import(${quoted})`;
        });
        return { contents: `export const loaders = { ${entries.join(", ")} };`, resolveDir };
      });
      onResolve({ filter: LEFT_OUT }, ({ path }) => ({ path, namespace: "none" }));
      onResolve({ filter: NODE }, ({ path, importer }) =>
        /[\\/]node_modules[\\/]/.test(importer) ? { path, namespace: "none" } : undefined,
      );
      onLoad({ filter: /[\\/]ndarray[\\/]ndarray\.js$/ }, async ({ path }) => ({
        contents: await ndarrayClasses(path),
      }));
      onLoad({ filter: /.*/, namespace: "none" }, () => ({ contents: "module.exports = {}" }));
    },
  };
}

/**
 * Writes a bundle into a folder of the site that is named after its content, so that browsers keep
 * it until it changes.
 *
 * @returns the folder, as pages name it
 */
export async function writeBundle(bundle: Bundle, site: string): Promise<string> {
  const hash = createHash("sha256");
  for (const name of [...bundle.keys()].sort()) hash.update(name).update(bundle.get(name) ?? "");
  const folder = `assets/live/${hash.digest("hex").slice(0, 12)}/`;
  await mkdir(join(site, folder), { recursive: true });
  for (const [name, content] of bundle) await writeFile(join(site, folder, name), content);
  return folder;
}
