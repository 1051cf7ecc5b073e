import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { expect } from "chai";
import { seriousFindings, visit } from "../visit.ts";
import { button, describeLittle, says, write } from "./little.ts";

describeLittle((site) => {
  it("load at most 5 kB (gzip) more before the first click", async () => {
    const script = await readFile(site().project.path("site", "assets", "live.js"));
    expect(gzipSync(script, { level: 9 }).length).below(4500); // and some attributes and styles
    const { page, close } = await site().open("little");
    const loaded = await page.evaluate(() =>
      performance.getEntriesByType("resource").map(({ name }) => name),
    );
    expect(loaded.filter((name) => /\/live\/|\.json|\.ipynb/.test(name))).to.deep.equal([]);
    await close();
  });

  for (const colorScheme of ["light", "dark"] as const) {
    it(`hide nothing from who uses a screen reader or a phone: ${colorScheme}, with editor, error and output`, async () => {
      const viewport = { width: 390, height: 844 };
      const { page, cell, close } = await site().open("little", { viewport, colorScheme });
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
  }

  it("are for reading as files, with one note, and without JavaScript", async () => {
    const file = site().project.path("site", "little.html");
    const { page, complaints } = await visit(site().browser, file);
    await page.getByText("This copy is for reading.").waitFor();
    expect(await page.locator(".bar").count()).to.equal(0);
    expect(complaints).to.deep.equal([]);
    await page.context().close();
    const bare = await visit(site().browser, file, { javaScriptEnabled: false });
    expect(await bare.page.locator(".bar").count()).to.equal(0);
    expect(await bare.page.getByText("published").isVisible()).to.equal(true);
    await bare.page.context().close();
  });
});
