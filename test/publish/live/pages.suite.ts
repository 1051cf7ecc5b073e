import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { expect } from "chai";
import type { Locator, Page } from "playwright-core";
import { jupyterPython } from "../../../scripts/setup/python.mjs";
import { requireChromium } from "../../notebooks/jupyterlab.ts";
import { environmentIn, type Notebook } from "../../notebooks/notebook.ts";
import { seriousFindings, visit } from "../visit.ts";
import { PublishedSite } from "./publishedSite.ts";

const LITTLE: Notebook = {
  cells: [
    "# Little",
    "const one: number = 1;\none;",
    "console.log('before');\none + 1;",
    '({ data: [{ y: [1, 3, one] }], layout: { title: { text: "A line" } } });',
    'import { markdown } from "lib/display";\nmarkdown("**Bold** and $x^2$");',
  ].map((source, i) => ({
    id: `c${i}`,
    source,
    metadata: {},
    ...(i === 0
      ? { cell_type: "markdown" }
      : { cell_type: "code", outputs: [], execution_count: null }),
  })) as Notebook["cells"],
  metadata: { kernelspec: { name: "typescript", display_name: "TypeScript" } as { name: string } },
  nbformat: 4,
  nbformat_minor: 5,
};
LITTLE.cells[1].outputs = [
  { output_type: "display_data", data: { "text/plain": "published" }, metadata: {} } as object as {
    output_type: string;
  },
];

const DIAGRAM = `import { decisionBoundary, voronoiRegions } from "lib/knn";
import { decisionRegions } from "lib/plot";
const points = [[1, 1], [-1, -1]] as [number, number][], labels = ["+", "-"];
const bounds = [-4, -4, 6, 4] as [number, number, number, number];
const regions = voronoiRegions({ points, labels }, 1, bounds);
const boundary = decisionBoundary(regions);
decisionRegions({ points, labels, regions, boundary, bounds, title: "Two points" });`;

describe("pages whose cells run", function () {
  this.timeout(900_000);
  let site: PublishedSite;

  before(async function () {
    requireChromium(this);
    site = await PublishedSite.make({ little: LITTLE });
  });
  after(() => site?.remove());

  const button = (place: Page | Locator, name: string) =>
    place.getByRole("button", { name, exact: true });
  const says = (cell: Locator, text: RegExp) =>
    cell.locator(".bar [role=status]").filter({ hasText: text }).waitFor();
  const output = (cell: Locator) => cell.locator(".live").innerText();

  /** Replaces the source of a cell by keyboard alone. */
  async function write(page: Page, cell: Locator, source: string): Promise<void> {
    await button(cell, "Edit").focus();
    await page.keyboard.press("Enter");
    await cell.locator(".cm-content:focus").waitFor();
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText(source);
  }

  it("load at most 5 kB (gzip) more before the first click", async () => {
    const script = await readFile(site.project.path("site", "assets", "live.js"));
    expect(gzipSync(script, { level: 9 }).length).below(4500); // and some attributes and styles
    const { page, close } = await site.open("little");
    const loaded = await page.evaluate(() =>
      performance.getEntriesByType("resource").map(({ name }) => name),
    );
    expect(loaded.filter((name) => /\/live\/|\.json|\.ipynb/.test(name))).to.deep.equal([]);
    await close();
  });

  it("show outputs as published ones are shown: text, figures, formulas", async () => {
    const { page, cell, complaints, close } = await site.open("little");
    await button(page, "Run all").click();
    await says(cell("c4"), /^ran in/);
    expect(await output(cell("c1"))).to.equal("1");
    expect(await cell("c1").getByText("published").isVisible()).to.equal(false);
    expect(await output(cell("c2"))).to.match(/^before\s+2$/);
    await cell("c3").locator(".live .main-svg").first().waitFor();
    expect(await cell("c3").locator(".live figure").getAttribute("aria-label")).to.equal("A line");
    await cell("c4").locator(".live math").waitFor();
    expect(await cell("c4").locator(".live strong").textContent()).to.equal("Bold");
    expect(complaints).to.deep.equal([]);
    await close();
  });

  it("are edited and run by keyboard alone; edits survive a reload, Reset brings the cell back", async () => {
    const { page, cell, complaints, close } = await site.open("little");
    await write(page, cell("c1"), "const one: number = 20;\none;");
    await page.keyboard.press("Shift+Enter");
    await says(cell("c1"), /^ran in .*, as edited$/);
    expect(await output(cell("c1"))).to.equal("20");
    const focused = () => page.evaluate(() => document.activeElement?.closest("section")?.id);
    expect(await focused()).to.equal("cell-c2");
    await page.keyboard.press("Enter");
    await says(cell("c2"), /^ran in/);
    expect(await output(cell("c2"))).to.match(/21$/);
    await page.reload();
    await says(cell("c1"), /as you edited it/);
    expect(await cell("c1").locator(".edited").innerText()).to.include("= 20");
    await button(cell("c1"), "Run").click();
    await says(cell("c1"), /^ran in/);
    expect(await output(cell("c1"))).to.equal("20");
    await button(cell("c1"), "Reset").click();
    expect(await cell("c1").getByText("published").isVisible()).to.equal(true);
    await button(cell("c1"), "Run").click();
    await says(cell("c1"), /^ran in/);
    expect(await output(cell("c1"))).to.equal("1");
    await page.reload();
    expect(await cell("c1").locator(".edited").innerText()).to.equal("");
    expect(complaints).to.deep.equal([]);
    await close();
  });

  it("bring all cells back by Reset all, which ends what runs", async () => {
    const { page, cell, close } = await site.open("little");
    await write(page, cell("c1"), "await new Promise(() => {});");
    await page.keyboard.press("Control+Enter");
    await says(cell("c1"), /running/);
    await button(page, "Reset all").click();
    await page.locator(".bar.all").getByText("as published").waitFor();
    expect(await cell("c1").getByText("published").isVisible()).to.equal(true);
    await button(page, "Run all").click();
    await says(cell("c4"), /^ran in/);
    await close();
  });

  it("run what is shown, also where the page was changed by hand", async () => {
    const { page, cell, close } = await site.open("little");
    const file = site.project.path("site", "little.html");
    const html = await readFile(file, "utf8");
    expect(html).to.match(/>1<\/span>/);
    await page.route("**/little.html", (route) =>
      route.fulfill({
        contentType: "text/html",
        body: html.replace(/(<span class="m[if]">)1(<\/span>)/, "$17$2"),
      }),
    );
    await page.reload();
    expect(await cell("c1").locator(".source").innerText()).to.include("= 7");
    await button(cell("c1"), "Run").click();
    await says(cell("c1"), /^ran in/);
    expect(await output(cell("c1"))).to.equal("7");
    await close();
  });

  it("lead from an error to its line, and offer to run the cells above", async () => {
    const { page, cell, close } = await site.open("little");
    await button(cell("c2"), "Run").click();
    await says(cell("c2"), /cells above have not run$/);
    await button(cell("c2"), "Run the cells above, then this one").click();
    await says(cell("c2"), /^ran in/);
    await write(page, cell("c2"), 'const a = 1;\n\n  throw new RangeError("no " + a);');
    await page.keyboard.press("Control+Enter");
    await says(cell("c2"), /^failed/);
    expect(await cell("c2").getByRole("alert").innerText()).to.include("RangeError: no 1");
    await page.keyboard.press("Escape");
    await button(cell("c2"), "Go to cell 2, line 3").click();
    await page.keyboard.insertText("HERE");
    expect(await cell("c2").locator(".cm-line").nth(2).innerText()).to.include("HERE");
    await close();
  });

  it("stop a cell that does not answer within 2.5 s, and say which cells ran before", async () => {
    const { page, cell, close } = await site.open("little");
    await button(cell("c1"), "Run").click();
    await says(cell("c1"), /^ran in/);
    await write(page, cell("c2"), "while (true) {}");
    await page.keyboard.press("Control+Enter");
    await says(cell("c2"), /running/);
    await button(cell("c2"), "Stop").click();
    await says(cell("c2"), /^stopped/);
    await says(cell("c1"), /ran before the restart/);
    await close();
  });

  it("check types by TypeScript, after the cells above as they are shown", async () => {
    const { page, cell, complaints, close } = await site.open("little");
    await write(page, cell("c1"), 'const one: string = "1";');
    await write(page, cell("c2"), "const two = one;\n\nconst length: string = two.length;");
    await button(cell("c2"), "Check types").click();
    await says(cell("c2"), /^1 type error$/);
    expect(await cell("c2").locator(".faults li").innerText()).to.equal(
      "Line 3, column 7 Type 'number' is not assignable to type 'string'.",
    );
    await cell("c2").locator(".cm-content").press("Control+A");
    await page.keyboard.insertText(
      'import { area } from "lib/knn";\narea([[0, 0], [1, 0], [1, 1]]);',
    );
    await button(cell("c2"), "Check types").click();
    await says(cell("c2"), /^no type errors$/);
    expect(complaints).to.deep.equal([]);
    await close();
  });

  it("are downloaded as a notebook with the edits, which Jupyter runs", async () => {
    const { page, cell, close } = await site.open("little");
    await write(page, cell("c1"), "const one = 41;");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      button(page, "Download as notebook").click(),
    ]);
    expect(download.suggestedFilename()).to.equal("little.ipynb");
    const file = site.project.path("little.ipynb");
    await download.saveAs(file);
    const script = new URL("../../notebooks/execute.py", import.meta.url).pathname;
    const environment = environmentIn(site.project.path("home"));
    const ran = site.project.path("ran.ipynb");
    await promisify(execFile)(await jupyterPython(), [script, file, ran], { env: environment });
    const { cells }: Notebook = JSON.parse(await readFile(ran, "utf8"));
    expect([cells[1].source].flat().join("")).to.equal("const one = 41;");
    expect(JSON.stringify(cells[2].outputs)).to.include('"42"');
    await close();
  });

  it("take data files, and name one that is none", async () => {
    const { page, complaints, close } = await site.open("little");
    await button(page, "Data files").click();
    const panel = page.getByRole("region", { name: "Data files" });
    await panel.locator("input").setInputFiles({
      name: "holiday.jpg",
      mimeType: "image/jpeg",
      buffer: Buffer.from("no data set"),
    });
    await panel.getByRole("status").filter({ hasText: "holiday.jpg" }).waitFor();
    await panel.getByRole("status").filter({ hasNotText: "Reading" }).waitFor();
    expect(complaints).to.deep.equal([]);
    await close();
  });

  it("let points of a diagram be moved by arrow keys and by the pointer, each move drawn at once", async () => {
    const { page, cell, complaints, close } = await site.open("little");
    await write(page, cell("c1"), DIAGRAM);
    await page.keyboard.press("Control+Enter");
    const point = cell("c1").getByRole("button", { name: /^Point \+/ });
    await point.press("Shift+ArrowRight");
    await point.press("ArrowUp");
    expect(await point.getAttribute("aria-label")).to.include("at 2, 1.1:");
    await point.scrollIntoViewIfNeeded();
    const box = await point.boundingBox();
    const { x, y } = box ?? { x: 0, y: 0 };
    await page.mouse.move(x + 10, y + 10);
    await page.mouse.down();
    const start = performance.now();
    for (let i = 1; i <= 20; i++) await page.mouse.move(x + 10 + 4 * i, y + 10);
    console.log(`      ${((performance.now() - start) / 20).toFixed(1)} ms a move, at most 50`);
    await page.mouse.up();
    expect(await point.getAttribute("aria-label")).to.match(/at 3\.\d+, 1\.1:/);
    await cell("c1").getByText("The library's own regions").waitFor();
    expect(complaints).to.deep.equal([]);
    await close();
  });

  for (const colorScheme of ["light", "dark"] as const)
    it(`hide nothing from who uses a screen reader or a phone: ${colorScheme}, with editor, error and output`, async () => {
      const viewport = { width: 390, height: 844 };
      const { page, cell, close } = await site.open("little", { viewport, colorScheme });
      await button(page, "Run all").click();
      await says(cell("c4"), /^ran in/);
      await write(
        page,
        cell("c2"),
        'const wrong: number = "x"; // comment\nthrow new Error("no");',
      );
      await page.keyboard.press("Control+Enter");
      await says(cell("c2"), /^failed/);
      await button(cell("c2"), "Check types").click();
      await says(cell("c2"), /type error/);
      await button(page, "Data files").click();
      expect(await seriousFindings(page)).to.deep.equal([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).to.equal(390);
      await page.emulateMedia({ media: "print" });
      expect(
        await page.locator(".bar, .live, .edited, .data-files").filter({ visible: true }).count(),
      ).to.equal(0);
      expect(await cell("c1").getByText("published").isVisible()).to.equal(true);
      expect(await cell("c2").locator(".highlight").isVisible()).to.equal(true);
      await close();
    });

  it("are for reading as files, with one note, and without JavaScript", async () => {
    const file = site.project.path("site", "little.html");
    const { page, complaints } = await visit(site.browser, file);
    await page.getByText("This copy is for reading.").waitFor();
    expect(await page.locator(".bar").count()).to.equal(0);
    expect(complaints).to.deep.equal([]);
    await page.context().close();
    const bare = await visit(site.browser, file, { javaScriptEnabled: false });
    expect(await bare.page.locator(".bar").count()).to.equal(0);
    expect(await bare.page.getByText("published").isVisible()).to.equal(true);
    await bare.page.context().close();
  });
});
