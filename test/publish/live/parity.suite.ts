import { expect } from "chai";
import type { Browser } from "playwright-core";
import type { SourceCell } from "../../../publish/live/compileCells.ts";
import type { Output } from "../../../publish/live/messages.ts";
import { execute, names, readNotebook, smallOf, text } from "../../notebooks/notebook.ts";
import { complaintsOf } from "./complaints.ts";
import { launchFirefox } from "./firefox.ts";
import { LivePage, LiveSite, type Ran, textOf } from "./livePage.ts";
import { suiteBrowser } from "./suiteBrowser.ts";

/** Cells whose text is another in Jupyter: they name the backend, or say how to get the data. */
const DIFFERENT = new Set(["backend", "load", "data", "test"]);

/** Numbers of times and speeds, which no two runs have in common. */
const TIMES =
  /\d[\d,.]*(?= (s|ms|images\/s|seconds)\b)|(?<=iterations done(<[^>]*>|\s|\\n)+)[\d.]+|\b\d+ CPU threads?\b[^;)]*/g;

/**
 * How far and where rounding takes two ways of computing apart: central differences, and convolutions
 * as loops and as products. The last digit of `Math.log`, which draws the numbers, decides.
 */
const ROUNDING =
  /[\d.]+e-1\d(?=(<[^>]*>|\s)+\d\.\de-[78])|(?<=\d\.\de-[78])((<[^>]*>|\s)+[-\d.,[\]]+){3}|(?<=differ by at most )\d\.\de[+-]\d+/g;

const PARAMETERS = "small-parameters";

describe("notebooks in a page", function () {
  this.timeout(1_800_000);
  const browser = suiteBrowser();

  for (const file of names) {
    it(`${file}: each cell gives what it gives in Jupyter, by the kernel's compiler and by the page's own`, async () => {
      const cells = await sourcesOf(file);
      const byKernel = await runByBoth(cells, (site) => openChromium(browser(), site));
      const executed = await execute(file, smallOf(file));
      const inJupyter = new Map(
        executed.cells
          .filter(({ cell_type }) => cell_type === "code")
          .map(({ id, outputs = [] }) => [id, shown(outputs.map(fromNotebook))]),
      );
      const compared = cells.filter(({ id }) => id !== PARAMETERS && !DIFFERENT.has(id));
      const found = compared.flatMap(({ id }) =>
        differences(byKernel.get(id), inJupyter.get(id), id),
      );
      expect(found, found.join("\n")).to.deep.equal([]);
      console.log(`      ${compared.length} of ${cells.length} cells as in Jupyter`);
    });

    it(`${file}: each cell gives the same by both compilers in Firefox`, async function () {
      await runByBoth(await sourcesOf(file), (site) => openFirefox(this, site));
    });
  }
});

/** A page in which cells run. */
interface Opened {
  run(cell: string, source: string): Promise<Ran>;
  complaints: string[];
  close(): Promise<void>;
}

const PAGE = "page";

async function openChromium(browser: Browser, site: LiveSite): Promise<Opened> {
  const context = await browser.newContext(); // with files of its own
  const live = await LivePage.open(context, site, PAGE);
  const { complaints } = live;
  return { run: (...cell) => live.run(...cell), complaints, close: () => context.close() };
}

async function openFirefox(test: Mocha.Context, site: LiveSite): Promise<Opened> {
  const firefox = await launchFirefox(test);
  const page = await firefox.newPage();
  const complaints = complaintsOf(page, site.origin);
  await page.goto(`${site.origin}/${PAGE}.html`);
  const run: Opened["run"] = (...cell) =>
    page.evaluate(`window.bare.run(...${JSON.stringify(cell)})`);
  return { run, complaints, close: () => firefox.close() };
}

/** What the cells show by both compilers, which is the same. */
async function runByBoth(
  cells: SourceCell[],
  open: (site: LiveSite) => Promise<Opened>,
): Promise<Map<string, unknown[]>> {
  const site = await LiveSite.make({ [PAGE]: cells });
  try {
    const byKernel = await runAll(cells, await open(site));
    const edited = cells.map(({ id, source }) => ({ id, source: `${source}\n` }));
    const byPage = await runAll(edited, await open(site));
    const found = cells.flatMap(({ id }) => differences(byPage.get(id), byKernel.get(id), id));
    expect(found, found.join("\n")).to.deep.equal([]);
    return byKernel;
  } finally {
    await site.remove();
  }
}

/** What all cells show in a fresh page. */
async function runAll(cells: SourceCell[], page: Opened): Promise<Map<string, unknown[]>> {
  try {
    const all = new Map<string, unknown[]>();
    for (const { id, source } of cells) {
      const { state, outputs } = await page.run(id, source);
      expect(state, `${id}: ${textOf(outputs.at(-1))}`).to.equal("done");
      all.set(id, shown(outputs));
    }
    expect(page.complaints).to.deep.equal([]);
    return all;
  } finally {
    await page.close();
  }
}

async function sourcesOf(file: string): Promise<SourceCell[]> {
  const { cells } = await readNotebook(file);
  return cells
    .filter(({ cell_type }) => cell_type === "code")
    .flatMap(({ id, source, metadata }) => {
      const cell = { id, source: text(source) };
      const isTagged = metadata.tags?.includes("parameters");
      return isTagged ? [cell, { id: PARAMETERS, source: smallOf(file) }] : [cell];
    });
}

type Stored = NonNullable<
  Awaited<ReturnType<typeof readNotebook>>["cells"][number]["outputs"]
>[number];

/** An output as a notebook's file has it, with its lines joined. */
function fromNotebook(output: Stored): Output {
  const stored = output as Stored & { text?: string | string[]; transient?: object };
  if (stored.output_type === "stream") {
    return { output_type: "stream", name: "stdout", text: text(stored.text) };
  }
  const data = Object.fromEntries(
    Object.entries(stored.data ?? {}).map(([type, value]) => [
      type,
      Array.isArray(value) && value.every((line) => typeof line === "string") ? text(value) : value,
    ]),
  );
  return { output_type: "display_data", data, metadata: {} };
}

/** What is to be seen in the end: updates in their place, streams joined, times left out. */
function shown(outputs: readonly Output[]): unknown[] {
  const places = new Map<string | undefined, number>();
  const seen: unknown[] = [];
  let stream = "";
  for (const output of outputs) {
    if (output.output_type === "stream") stream += output.text;
    else if (output.output_type === "error") seen.push(output.traceback);
    else {
      const id = output.transient?.display_id;
      const at = places.get(id) ?? seen.length;
      if (id !== undefined) places.set(id, at);
      seen[at] = output.data;
    }
  }
  const all = stream ? [...seen, stream] : seen;
  return JSON.parse(JSON.stringify(all).replaceAll(TIMES, "#").replaceAll(ROUNDING, "#"));
}

/** Where they are not the same to 12 digits in numbers and to the letter in texts. */
function differences(actual: unknown, expected: unknown, where: string): string[] {
  if (typeof actual === "number" && typeof expected === "number") {
    const scale = Math.max(1, Math.abs(expected));
    if (Math.abs(actual - expected) <= 1e-12 * scale) return [];
  } else if (typeof actual === "object" && typeof expected === "object" && actual && expected) {
    const keys = new Set([...Object.keys(actual), ...Object.keys(expected)]);
    return [...keys].flatMap((key) =>
      differences(Reflect.get(actual, key), Reflect.get(expected, key), `${where}.${key}`),
    );
  } else if (actual === expected) return [];
  return [`${where}: ${actual}\nin place of ${expected}`];
}
