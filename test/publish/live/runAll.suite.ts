import { expect } from "chai";
import { requireChromium } from "../../notebooks/jupyterlab.ts";
import { type Notebook, readNotebook, smallOf } from "../../notebooks/notebook.ts";
import { launchFirefox } from "./firefox.ts";
import { PublishedSite } from "./publishedSite.ts";

const FILES = [
  "3.0-nearest-neighbors.ipynb",
  "3.1-neural-network-operations.ipynb",
  "3.2-image-classifier.ipynb",
];

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

  for (const file of FILES) {
    it(`run all cells of ${nameOf(file)} in Chromium, with no failure, complaint or foreign request`, async () => {
      const { page, complaints, close } = await site.open(nameOf(file));
      await page.getByRole("button", { name: "Run all", exact: true }).click();
      const all = page.locator(".bar.all [role=status]").filter({ hasText: /have run|failed/ });
      await all.waitFor({ timeout: 600_000 });
      const failures = await page.locator('[data-state="failed"] .live').allInnerTexts();
      expect(failures).to.deep.equal([]);
      expect(await all.textContent()).to.match(/^All \d+ cells have run\.$/);
      expect(complaints).to.deep.equal([]);
      await close();
    });

    it(`run all cells of ${nameOf(file)} in Firefox, with no failure, complaint or foreign request`, async function () {
      const firefox = await launchFirefox(this);
      try {
        const page = await firefox.newPage();
        const complaints: string[] = [];
        page.on("console", (line) => line.type() === "error" && complaints.push(line.text()));
        page.on("pageerror", (error) => complaints.push(String(error)));
        page.on("request", (request) => {
          if (site.isForeign(request.url())) complaints.push(`request: ${request.url()}`);
        });
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
