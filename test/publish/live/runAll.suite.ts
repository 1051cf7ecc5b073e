import { expect } from "chai";
import { requireChromium } from "../../notebooks/jupyterlab.ts";
import { type Notebook, readNotebook, smallOf } from "../../notebooks/notebook.ts";
import { complaintsOf } from "./complaints.ts";
import { launchFirefox } from "./firefox.ts";
import { button, says } from "./little.ts";
import { PublishedSite } from "./publishedSite.ts";

const FILES = [
  "3.0-nearest-neighbors.ipynb",
  "3.1-neural-network-operations.ipynb",
  "3.2-image-classifier.ipynb",
];

/** The most bytes that a page may load to run all of its cells. */
const MOST: Record<string, number> = {
  "3.1-neural-network-operations.ipynb": 320_000,
  "3.2-image-classifier.ipynb": 520_000,
};

/** What a page loads for its published figures, whether it can run cells or not. */
const OF_FIGURES = /^\/assets\/(plotly|figure|interactive)\.js$/;

const nameOf = (file: string) => file.replace(/\.ipynb$/, "");

/** A notebook with parameters that make it small, without outputs. */
async function small(file: string): Promise<Notebook> {
  const notebook = await readNotebook(file);
  const at = notebook.cells.findIndex(({ metadata }) => metadata.tags?.includes("parameters"));
  const source = smallOf(file).replace("process.env.HOME + ", "").trim();
  const bare = { metadata: {}, outputs: [], execution_count: null };
  notebook.cells.splice(at + 1, 0, { id: "small", cell_type: "code", source, ...bare });
  return notebook;
}

describe("the notebooks' pages", function () {
  this.timeout(1_800_000);
  let site: PublishedSite;

  before(async function () {
    requireChromium(this);
    const notebooks = FILES.map(async (file) => [nameOf(file), await small(file)] as const);
    site = await PublishedSite.make(Object.fromEntries(await Promise.all(notebooks)));
  });
  after(() => site?.remove());

  /** How many bytes were sent since, by gzip, besides what published figures need. */
  const bytesSince = (from: number) =>
    site.sent
      .slice(from)
      .filter(({ path }) => !OF_FIGURES.test(path))
      .reduce((sum, { bytes }) => sum + bytes, 0);

  it("load at most 100 kB (gzip) for the first Voronoi diagram", async () => {
    const { page, cell, close } = await site.open(nameOf(FILES[0]));
    const loaded = site.sent.length;
    const all = await page
      .locator("section.code")
      .evaluateAll((cells) => cells.map(({ id }) => id));
    const ids = all.map((id) => id.replace("cell-", ""));
    for (const id of ids.slice(0, ids.indexOf("one-diagram") + 1)) {
      await button(cell(id), "Run").click();
      await says(cell(id), /^ran in/);
    }
    await cell("one-diagram").locator(".live .main-svg").first().waitFor();
    await close();
    console.log(`      ${bytesSince(loaded)} bytes`);
    expect(bytesSince(loaded)).to.be.within(20_000, 100_000);
  });

  for (const file of FILES) {
    it(`run all cells of ${nameOf(file)} in Chromium, with no failure, complaint or foreign request, within their bytes`, async () => {
      const { page, complaints, close } = await site.open(nameOf(file));
      const loaded = site.sent.length;
      await page.getByRole("button", { name: "Run all", exact: true }).click();
      const all = page.locator(".bar.all [role=status]").filter({ hasText: /have run|failed/ });
      await all.waitFor({ timeout: 600_000 });
      const failures = await page.locator('[data-state="failed"] .live').allInnerTexts();
      expect(failures).to.deep.equal([]);
      expect(await all.textContent()).to.match(/^All \d+ cells have run\.$/);
      expect(complaints).to.deep.equal([]);
      await close();
      console.log(`      ${bytesSince(loaded)} bytes`);
      if (MOST[file]) expect(bytesSince(loaded)).to.be.within(100_000, MOST[file]);
    });

    it(`run all cells of ${nameOf(file)} in Firefox, with no failure, complaint or foreign request`, async function () {
      const firefox = await launchFirefox(this);
      try {
        const page = await firefox.newPage();
        const complaints = complaintsOf(page, site.origin);
        await page.goto(`${site.origin}/${nameOf(file)}.html`);
        const said = `document.querySelector(".bar.all [role=status]").textContent`;
        await page.evaluate(
          `[...document.querySelectorAll("button")].find((b) => b.textContent === "Run all").click()`,
        );
        while (!/have run|failed|Stopped/.test(await page.evaluate(said))) {
          await new Promise((resolve) => setTimeout(resolve, 500));
        }
        const failed = `[...document.querySelectorAll('[data-state="failed"] .live')].map((e) => e.innerText)`;
        expect(await page.evaluate(failed)).to.deep.equal([]);
        expect(await page.evaluate(said)).to.match(/^All \d+ cells have run\.$/);
        expect(complaints).to.deep.equal([]);
      } finally {
        await firefox.close();
      }
    });
  }
});
