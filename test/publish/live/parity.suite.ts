import { expect } from "chai";
import type { Browser } from "playwright-core";
import type { SourceCell } from "../../../publish/live/compileCells.ts";
import type { Output } from "../../../publish/live/messages.ts";
import { notebookNames } from "../../../publish/notebooks.ts";
import { launchChromium, requireChromium } from "../../notebooks/jupyterlab.ts";
import { execute, inTemporaryHome, readNotebook, smallOf, text } from "../../notebooks/notebook.ts";
import { LivePage, LiveSite, textOf } from "./livePage.ts";

/**
 * Cells whose text may differ: they print times, threads, how to get the data, or where the rounding
 * of central differences is largest, which the last digit of `Math.log` decides.
 */
const DIFFERENT = new Set(["backend", "load", "data", "test", "conv-check"]);

/** Numbers of times and speeds, which no two runs have in common. */
const TIMES = /\d[\d,.]*(?= (s|ms|images\/s|seconds)\b)|\b\d+ CPU threads?\b[^;)]*/g;

const PARAMETERS = "small-parameters";

describe("notebooks in a page", function () {
  this.timeout(1_800_000);

  before(function () {
    requireChromium(this);
  });

  it("give what they give in Jupyter, by the kernel's compiler and by the page's own", async () => {
    await inTemporaryHome(async (home, environment) => {
      const browser = await launchChromium(home, environment);
      try {
        for (const name of await notebookNames()) await compare(browser, name);
      } finally {
        await browser.close();
      }
    });
  });
});

async function compare(browser: Browser, name: string): Promise<void> {
  const file = `${name}.ipynb`;
  const cells = await sourcesOf(file);
  const site = await LiveSite.make({ [name]: cells });
  try {
    const byKernel = await runAll(browser, site, { name, cells, ending: "" });
    const byPage = await runAll(browser, site, { name, cells, ending: "\n" });
    const executed = await execute(file, smallOf(file));
    const inJupyter = new Map(
      executed.cells
        .filter(({ cell_type }) => cell_type === "code")
        .map(({ id, outputs = [] }) => [id, outputs.map(fromNotebook)]),
    );
    let same = 0;
    for (const { id } of cells) {
      if (DIFFERENT.has(id)) continue;
      const here = shown(byKernel.get(id) ?? []);
      expect(shown(byPage.get(id) ?? []), `${name}, ${id}, page's compiler`).to.deep.equal(here);
      if (id === PARAMETERS) continue;
      expectClose(here, shown(inJupyter.get(id) ?? []), `${name}, ${id}`);
      same++;
    }
    console.log(`      ${name}: ${same} of ${cells.length} cells as in Jupyter`);
  } finally {
    await site.remove();
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

/** The outputs of all cells of a notebook in a fresh page; `ending` makes each an edited one. */
async function runAll(
  browser: Browser,
  site: LiveSite,
  { name, cells, ending }: { name: string; cells: SourceCell[]; ending: string },
): Promise<Map<string, Output[]>> {
  const context = await browser.newContext(); // with files of its own
  const live = await LivePage.open(context, site, name);
  const outputs = new Map<string, Output[]>();
  for (const { id, source } of cells) {
    const ran = await live.run(id, source + ending);
    expect(ran.state, `${name}, ${id}: ${textOf(ran.outputs.at(-1))}`).to.equal("done");
    outputs.set(id, ran.outputs);
  }
  expect(live.complaints).to.deep.equal([]);
  await context.close();
  return outputs;
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
  const places = new Map<string, number>();
  const seen: unknown[] = [];
  let stream = "";
  for (const output of outputs) {
    if (output.output_type === "stream") stream += output.text;
    else if (output.output_type === "error") seen.push(output.traceback);
    else {
      const id = output.transient?.display_id;
      const at = (id !== undefined && places.get(id)) || seen.length;
      if (id !== undefined) places.set(id, at);
      seen[at] = output.data;
    }
  }
  const all = stream ? [...seen, stream] : seen;
  return JSON.parse(JSON.stringify(all).replaceAll(TIMES, "#"));
}

/** The same to 12 digits in numbers, and to the letter in texts. */
function expectClose(actual: unknown, expected: unknown, where: string): void {
  if (typeof actual === "number" && typeof expected === "number") {
    const scale = Math.max(1, Math.abs(expected));
    expect(Math.abs(actual - expected) / scale, where).to.be.at.most(1e-12);
  } else if (typeof actual === "object" && typeof expected === "object" && actual && expected) {
    const [keys, others] = [actual, expected].map((value) => Object.keys(value).sort());
    expect(keys, where).to.deep.equal(others);
    for (const [key, value] of Object.entries(actual)) {
      expectClose(value, Reflect.get(expected, key), `${where}.${key}`);
    }
  } else expect(actual, where).to.deep.equal(expected);
}
