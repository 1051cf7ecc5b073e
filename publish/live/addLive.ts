import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { bundleKernel, writeBundle } from "./bundle.ts";
import type { Compiled } from "./compileCells.ts";
import { writeCells } from "./writeCells.ts";

const page = fileURLToPath(new URL("page/index.ts", import.meta.url));

/** What a page names so that its cells can be run: see messages.ts. */
export interface Live {
  /** The folder of the scripts. */
  base: string;
  /** The file of its cells. */
  cells: string;
}

/**
 * Writes into the site what its pages need to run cells.
 *
 * @param notebooks the compiled cells by notebook
 * @returns what the page of each notebook names
 */
export async function addLive(
  notebooks: ReadonlyMap<string, Compiled[]>,
  site: string,
): Promise<Map<string, Live>> {
  const imported = [...notebooks.values()].flat().flatMap(({ imports }) => imports);
  const names = imported.map(({ name }) => name);
  const packages = names.filter((name) => !/^(\.|node:|tslab$)/.test(name));
  const base = await writeBundle(await bundleKernel(packages), site);
  if (existsSync(page))
    await build({
      entryPoints: [page],
      outfile: join(site, "assets", "live.js"),
      bundle: true,
      format: "iife", // a page opened as a file loads no modules
      platform: "browser",
      target: "es2022",
      minify: true,
      legalComments: "none",
      logLevel: "error",
    });
  const live = new Map<string, Live>();
  for (const [name, compiled] of notebooks)
    live.set(name, { base, cells: await writeCells(name, compiled, site) });
  return live;
}
