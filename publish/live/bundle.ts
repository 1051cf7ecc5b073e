import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { CompiledCell } from "./kernel/compiledCell.ts";
import { library, pageModules } from "./pageModules.ts";
import { withShortNames } from "./withShortNames.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const require = createRequire(import.meta.url);
const later = join(here, "page", "later");

/** A file of scripts, by its path in the folder, and its text. */
export type Bundle = Map<string, Uint8Array>;

/** The scripts that are loaded by their names. */
export async function entryPoints(): Promise<Record<string, string>> {
  const modules = await readdir(later);
  return {
    kernel: join(here, "kernel", "worker.ts"),
    worker: join(library, "dist", "cifar", "gridSearch", "worker.js"),
    tensorThread: join(library, "dist", "backend", "wasm", "tensorThread.js"),
    ...Object.fromEntries(modules.map((file) => [file.replace(/\.ts$/, ""), join(later, file)])),
  };
}

/**
 * Bundles what pages load when a cell is first run: the kernel's worker, the library and the
 * packages in parts that are loaded when they are imported, and what a page itself loads later.
 *
 * @param imported the packages that notebooks import
 * @param cells what each of their cells imports
 */
export async function bundleKernel(
  imported: readonly string[],
  cells: readonly CompiledCell["imports"][] = [],
): Promise<Bundle> {
  const { outputFiles } = await build({
    entryPoints: await entryPoints(),
    outdir: "out",
    write: false,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    minify: true,
    legalComments: "none",
    logLevel: "error",
    define: { "process.env.NODE_ENV": '"production"' },
    alias: { "node:util": "node-inspect-extracted" },
    plugins: [await pageModules(imported, cells)],
  });
  const bundle = withShortNames(
    outputFiles.map(({ path, text }) => [path.replace(/^.*[\\/]out[\\/]/, ""), text]),
  );
  const wasm = dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json"));
  for (const name of await readdir(join(wasm, "dist"))) {
    if (name.endsWith(".wasm")) {
      bundle.set(name, await readFile(join(wasm, "dist", name)));
    }
  }
  return bundle;
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
