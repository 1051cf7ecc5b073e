import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { button, describeLittle, output, says, write } from "./little.ts";

describeLittle((site) => {
  it("show outputs as published ones are shown: text, figures, formulas", async () => {
    const { page, cell, complaints, close } = await site().open("little");
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

  it("bring all cells back by Reset all, which ends what runs", async () => {
    const { page, cell, close } = await site().open("little");
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
    const { page, cell, close } = await site().open("little");
    const file = site().project.path("site", "little.html");
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
    const { page, cell, close } = await site().open("little");
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
    const { page, cell, close } = await site().open("little");
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
});
