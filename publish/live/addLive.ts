import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { jsonOf, type Notebook, withoutOutputs } from "../notebooks.ts";
import { bundleKernel, writeBundle } from "./bundle.ts";
import type { Compiled } from "./compileCells.ts";
import { BUILDS } from "./compiledOf.ts";
import { keptBundle } from "./keptBundle.ts";
import { writeCells } from "./writeCells.ts";

const page = fileURLToPath(new URL("page/index.ts", import.meta.url));

/** What a page names so that its cells can be run: see messages.ts. */
export interface Live {
  /** The folder of the scripts. */
  base: string;
  /** The file of its cells. */
  cells: string;
  /** The file of the notebook. */
  notebook: string;
}

/** A notebook that becomes a page. */
export interface LiveNotebook {
  notebook: Notebook;
  compiled: Compiled[];
}

/**
 * Writes into the site what its pages need to run cells.
 *
 * @param notebooks by name
 * @param runs the folder where the scripts are kept for the next time
 * @returns what the page of each notebook names
 */
export async function addLive(
  notebooks: ReadonlyMap<string, LiveNotebook>,
  site: string,
  runs: string,
): Promise<Map<string, Live>> {
  const cells = [...notebooks.values()].flatMap(({ compiled }) =>
    compiled.map(({ imports }) => imports),
  );
  const names = new Set(cells.flat().map(({ name }) => name));
  const packages = [...names].filter((name) => !/^(\.|node:|tslab$)/.test(name)).sort();
  const bundle = await keptBundle(cells, runs, BUILDS, async () => {
    const { declarations } = await import("./page/declarations.ts"); // brings the compiler
    const types = new TextEncoder().encode(JSON.stringify(await declarations(packages)));
    return new Map([...(await bundleKernel(packages, cells)), ["declarations.json", types]]);
  });
  const base = await writeBundle(bundle, site);
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
  for (const [name, { notebook, compiled }] of notebooks) {
    const file = `${name}.ipynb`;
    await writeFile(join(site, file), notRun(notebook));
    live.set(name, { base, cells: await writeCells(name, compiled, site), notebook: file });
  }
  return live;
}

/** The file of a notebook that has not run. */
function notRun({ cells, ...rest }: Notebook): string {
  const { run: _, ...metadata } = rest.metadata; // when it ran
  return jsonOf({ ...rest, cells: cells.map(withoutOutputs), metadata });
}
