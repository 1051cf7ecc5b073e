import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { expect } from "chai";
import { jupyterPython } from "../../../scripts/setup/python.mjs";
import { environmentIn, type Notebook } from "../../notebooks/notebook.ts";
import { button, describeLittle, output, says, write } from "./little.ts";

describeLittle((site) => {
  it("are edited and run by keyboard alone; edits survive a reload, Reset brings the cell back", async () => {
    const { page, cell, complaints, close } = await site().open("little");
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

  it("check types by TypeScript, after the cells above as they are shown", async () => {
    const { page, cell, complaints, close } = await site().open("little");
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
    const { page, cell, close } = await site().open("little");
    await write(page, cell("c1"), "const one = 41;");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      button(page, "Download as notebook").click(),
    ]);
    expect(download.suggestedFilename()).to.equal("little.ipynb");
    const file = site().project.path("little.ipynb");
    await download.saveAs(file);
    const script = new URL("../../notebooks/execute.py", import.meta.url).pathname;
    const environment = environmentIn(site().project.path("home"));
    const ran = site().project.path("ran.ipynb");
    await promisify(execFile)(await jupyterPython(), [script, file, ran], { env: environment });
    const { cells }: Notebook = JSON.parse(await readFile(ran, "utf8"));
    expect([cells[1].source].flat().join("")).to.equal("const one = 41;");
    expect(JSON.stringify(cells[2].outputs)).to.include('"42"');
    await close();
  });

  it("take data files, and name one that is none", async () => {
    const { page, complaints, close } = await site().open("little");
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
});
