import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { bundleKernel, writeBundle } from "../../../publish/live/bundle.ts";
import { compileCells, type SourceCell } from "../../../publish/live/compileCells.ts";
import type { Output } from "../../../publish/live/messages.ts";
import { writeCells } from "../../../publish/live/writeCells.ts";
import { POLICY } from "../../../publish/page/layout.ts";
import { complaintsOf } from "./complaints.ts";
import { ISOLATING, type Served, serveFolder } from "./serveFolder.ts";

/** What a cell has come to. */
export interface Ran {
  readonly state: "done" | "failed";
  readonly outputs: Output[];
}

/** A site with nothing but kernels: pages without buttons, on a server of this machine. */
export class LiveSite {
  readonly #folder: string;
  readonly #served: Served;

  private constructor(folder: string, served: Served) {
    this.#folder = folder;
    this.#served = served;
  }

  /** Makes a site with a page for each notebook. */
  static async make(notebooks: Record<string, SourceCell[]>): Promise<LiveSite> {
    const folder = await mkdtemp(join(tmpdir(), "live-"));
    const base = await writeBundle(await bundleKernel([]), folder);
    await build({
      entryPoints: [fileURLToPath(new URL("barePage.ts", import.meta.url))],
      outfile: join(folder, "page.js"),
      bundle: true,
      format: "iife",
      logLevel: "error",
    });
    for (const [name, cells] of Object.entries(notebooks)) {
      const file = await writeCells(name, compileCells(cells, "typescript"), folder);
      const html = `<!doctype html><html lang="en" data-live="${base}" data-cells="${file}">
<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}">
<link rel="icon" href="data:,"><title>${name}</title><script src="page.js"></script></html>`;
      await writeFile(join(folder, `${name}.html`), html);
    }
    return new LiveSite(folder, await serveFolder(folder));
  }

  /** The same site on another server, whose pages may share memory. */
  async isolated(): Promise<LiveSite> {
    return new LiveSite(this.#folder, await serveFolder(this.#folder, ISOLATING));
  }

  get origin(): string {
    return this.#served.origin;
  }

  /** What was asked for, in order. */
  get loaded(): string[] {
    return this.#served.sent.map(({ path }) => path);
  }

  async remove(): Promise<void> {
    await this.#served.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** A page of such a site in a browser. */
export class LivePage {
  readonly page: Page;
  readonly complaints: string[];

  private constructor(page: Page, origin: string) {
    this.page = page;
    this.complaints = complaintsOf(page, origin);
  }

  static async open(
    browser: Pick<Browser, "newPage">,
    { origin }: LiveSite,
    name: string,
  ): Promise<LivePage> {
    const page = await browser.newPage();
    const live = new LivePage(page, origin);
    await page.goto(`${origin}/${encodeURIComponent(name)}.html`);
    return live;
  }

  /** Runs a cell with a source, and waits for its end. */
  run(cell: string, source: string): Promise<Ran> {
    return this.page.evaluate(([cell, source]) => window.bare.run(cell, source), [cell, source]);
  }

  /** Ends when a cell has begun to run. */
  async untilRunning(): Promise<void> {
    await this.page.waitForFunction(() => {
      const last = window.bare.told.findLast(({ type }) => type === "state");
      return last?.type === "state" && last.state === "running";
    });
    await this.page.waitForTimeout(50);
  }

  stop(): Promise<void> {
    return this.page.evaluate(() => window.bare.kernel.stop());
  }
}

/** The text of an output, for whoever reads no pictures. */
export function textOf(output: Output | undefined): string | undefined {
  if (!output) return undefined;
  if (output.output_type === "stream") return output.text;
  if (output.output_type === "error") return output.traceback.join("\n");
  return String(output.data["text/plain"]);
}
