import { expect } from "chai";
import { studentEdition } from "../../../grading/edition/edition.ts";
import { readNotebook } from "../../../publish/notebooks.ts";
import { requireChromium } from "../../notebooks/jupyterlab.ts";
import type { Notebook } from "../../notebooks/notebook.ts";
import { button, output, says, write } from "./little.ts";
import { PublishedSite } from "./publishedSite.ts";

const NAME = "3.1-neural-network-operations";

/** A task of the students' edition, with what it needs. */
const CELLS = ["title", "imports", "parameters", "setup", "relu", "points-3-1-2"];

const ANSWER = `class OpRelu extends Relu {
  forward() {
    this.resetValues();
    this.inputs.value.data.forEach((i, k) => { this.value.data[k] = Math.max(0, i); });
  }
  backward() {
    const { inputs, dlossDvalue, value } = this;
    value.data.forEach((v, k) => { inputs.dlossDvalue.data[k] = v > 0 ? dlossDvalue.data[k] : 0; });
  }
}`;

describe("a page of the students' edition", function () {
  this.timeout(900_000);
  let site: PublishedSite;

  before(async function () {
    requireChromium(this);
    const { cells, ...edition } = studentEdition(await readNotebook(NAME), NAME);
    const task = { ...edition, cells: cells.filter(({ id }) => CELLS.includes(id)) };
    site = await PublishedSite.make({ [NAME]: task as object as Notebook });
  });
  after(() => site?.remove());

  it("judges a blank by its check, before and after, and keeps the answer in the browser", async () => {
    const { page, cell, complaints, close } = await site.open(NAME);
    const sent: string[] = [];
    page.on("request", (request) => {
      if (request.method() !== "GET" || request.postData()) sent.push(request.url());
    });
    const [blank, check] = [cell("relu"), cell("points-3-1-2")];
    await button(page, "Run all").click();
    await says(check, /^ran in/);
    await check.locator(".live").getByText("0 of 5 points").waitFor();
    expect(await output(check)).to.include("3.1.2: forward of OpRelu is not written yet");
    await write(page, blank, ANSWER);
    await page.keyboard.press("Shift+Enter");
    await says(blank, /^ran in .*, as edited$/);
    await button(check, "Run").click();
    await check.locator(".live").getByText("5 of 5 points").waitFor();
    await page.reload();
    expect(await blank.locator(".edited").innerText()).to.include("Math.max(0, i)");
    expect(sent).to.deep.equal([]);
    expect(complaints).to.deep.equal([]);
    await close();
  });
});
