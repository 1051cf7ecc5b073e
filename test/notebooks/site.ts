import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { countFigures, countFormulas } from "../publish/formulas.ts";
import { PublishProject } from "../publish/project.ts";
import { photograph, readThrough, seriousFindings, visit } from "../publish/visit.ts";
import { launchChromium, requireChromium } from "./jupyterlab.ts";
import { environmentIn, type Notebook } from "./notebook.ts";
import { smallRun } from "./smallRun.ts";

/** Tests of the site of these notebooks, by file, each run with a small budget. */
export function describeSite(files: readonly string[]): void {
  describe("the site of the notebooks in Chromium, without a network", function () {
    this.timeout(400_000);
    let project: PublishProject;
    let browser: Browser;

    before(async function () {
      requireChromium(this);
      project = await PublishProject.make();
      for (const file of files) {
        const name = file.replace(/\.ipynb$/, "");
        await project.executed(name, await smallRun(file));
        if (file !== files[0]) await project.uncompiled(name, await smallRun(file)); // one stands for all
      }
      const first = await smallRun(files[0]);
      await project.executed("4-last", oneText(first, "# Last\n\nIt has no figure."));
      await project.executed("hostile", oneText(first, HOSTILE));
      const { code, output } = await project.publish("--no-execute");
      expect(code, output).to.equal(0);
      browser = await launchChromium(project.path("home"), environmentIn(project.path("home")));
    });
    after(async () => {
      await browser?.close();
      await project?.remove();
    });

    it("is small: a page without its pictures under 1 MB, all under 15 MB, and 12 that clicks load", async () => {
      const sizes = await project.site();
      for (const [file, bytes] of sizes) if (file.endsWith(".html")) expect(bytes, file).below(1e6);
      const total = (live: boolean) =>
        [...sizes]
          .filter(([file]) => file.startsWith("assets/live/") === live)
          .reduce((sum, [, bytes]) => sum + bytes, 0);
      expect(total(false)).below(15e6);
      expect(total(true)).below(12e6);
      expect([...sizes.keys()].filter((file) => /plotly/.test(file))).to.deep.equal([
        "assets/plotly.js",
      ]);
    });

    for (const file of files) {
      const name = file.replace(/\.ipynb$/, "");

      it(`shows every figure and formula of ${name}, wide and narrow, light and dark`, async () => {
        const run = await smallRun(file);
        const path = project.path("site", `${name}.html`);
        for (const [width, colorScheme] of [
          [1280, "light"],
          [390, "dark"],
        ] as const) {
          const viewport = { width, height: 900 };
          const { page, complaints } = await visit(browser, path, { viewport, colorScheme });
          await readThrough(page);
          expect(await page.locator("figure.interactive .main-svg:first-child").count()).to.equal(
            countFigures(run),
          );
          expect(await cutTitles(page)).to.deep.equal([]);
          expect(await page.locator("math").count()).to.equal(countFormulas(run));
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).to.equal(width);
          const rules = colorScheme === "dark" ? ["color-contrast"] : []; // what dark changes
          expect(await seriousFindings(page, ...rules), colorScheme).to.deep.equal([]);
          await photograph(page, `${name}-${width}.jpg`);
          expect(complaints).to.deep.equal([]);
          await page.context().close();
        }
      });

      it(`shows a described picture of each figure of ${name} without JavaScript`, async () => {
        const { page, complaints } = await visit(browser, project.path("site", `${name}.html`), {
          javaScriptEnabled: false,
        });
        const images = await page.evaluate(() =>
          [...document.querySelectorAll("figure")].map((figure) => {
            const image = figure.querySelector("img");
            return { alt: image?.alt, drawn: image?.naturalWidth, height: image?.clientHeight };
          }),
        );
        expect(images.length).to.equal(countFigures(await smallRun(file)));
        for (const { alt, drawn, height } of images) {
          expect(alt)
            .to.match(/\w+ \w+/)
            .and.not.match(/<\/?\w|&\w+;/); // words, no markup
          expect(drawn, alt).above(50);
          expect(height, alt).above(50);
        }
        expect(complaints).to.deep.equal([]);
        await page.context().close();
      });
    }

    it("runs no script but its own, and loads nothing, whatever a cell says", async () => {
      const { page, complaints } = await visit(browser, project.path("site", "hostile.html"));
      await page.getByRole("link", { name: "link", exact: true }).click();
      expect(await page.title()).to.match(/^Hostile/);
      expect(complaints.filter((line) => line.startsWith("request:"))).to.deep.equal([]);
      expect(complaints.join("\n")).to.match(/Content Security Policy/);
      const evaluated = await page.evaluate(() => {
        const script = document.createElement("script");
        script.textContent = "document.title = 'hurt'";
        document.head.append(script);
        return document.title;
      });
      expect(evaluated).to.match(/^Hostile/);
      await page.context().close();
    });

    it("leads from the index to every page, by keyboard too, and remembers the colours", async () => {
      const { page, complaints } = await visit(browser, project.path("site", "index.html"));
      expect(await page.locator("main h2").count()).to.equal(files.length + 2);
      const covers = page.locator("main .cover img.light"); // of those that have a figure
      expect(await covers.count()).to.equal(files.length);
      for (const cover of await covers.all()) {
        await cover.scrollIntoViewIfNeeded();
        expect(await cover.evaluate((image) => image.clientHeight)).above(50);
      }
      expect(await seriousFindings(page)).to.deep.equal([]);
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter"); // skips to the content
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter"); // opens the first notebook
      await page.waitForURL(`**/${files[0].replace(/\.ipynb$/, ".html")}`);
      const dark = page.getByRole("button", { name: "Dark colours" });
      await dark.focus();
      await page.keyboard.press("Enter");
      await page.getByRole("link", { name: /Next/ }).click();
      await page.getByRole("button", { name: "Light colours" }).waitFor();
      const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      expect(paper).to.equal("rgb(23, 23, 23)");
      expect(complaints).to.deep.equal([]);
      await page.context().close();
    });

    it("moves a slider by keyboard, and prints pictures in place of figures", async () => {
      const name = files[0].replace(/\.ipynb$/, "");
      const { page } = await visit(browser, project.path("site", `${name}.html`));
      const figure = page.locator("figure", { has: page.locator(".picture:nth-child(2)") }).first();
      await figure.scrollIntoViewIfNeeded();
      const title = figure.locator(".gtitle");
      const first = await title.textContent();
      await figure.getByRole("slider").press("ArrowRight");
      await title.filter({ hasNotText: String(first) }).waitFor();
      await page.emulateMedia({ media: "print" });
      expect(await figure.locator(".main-svg").first().isVisible()).to.equal(false);
      expect(await figure.locator("img").first().isVisible()).to.equal(true);
      await page.context().close();
    });
  });
}

/** Titles that do not fit what is seen of their figure before it is scrolled. */
const cutTitles = (page: Page): Promise<string[]> =>
  page.locator("figure.interactive .gtitle").evaluateAll((titles) =>
    titles.flatMap((title) => {
      const [own, place] = [title, title.closest("figure")].map((e) => e?.getBoundingClientRect());
      const fits = own && place && own.left >= place.left && own.right <= place.right;
      return fits ? [] : [title.textContent ?? ""];
    }),
  );

/** Tries to run scripts and to load something. */
const HOSTILE = `# Hostile

What a cell says.

<img src="data:image/png,x" alt="a cross" onerror="document.title = 'hurt'"> <script>document.title = "hurt"</script>
[link](javascript:document.title="hurt")`;

/** A notebook of one cell, which is text. */
const oneText = (run: Notebook, source: string): Notebook => ({
  ...run,
  cells: [{ id: "text", cell_type: "markdown", source, metadata: {} }],
});
