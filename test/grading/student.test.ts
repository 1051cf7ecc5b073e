import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import type { Locator, Page } from "playwright-core";
import { ownCopy } from "../../grading/edition/ownCopy.ts";
import { JupyterLab, requireChromium } from "../notebooks/jupyterlab.ts";
import { type Home, smallOf, temporaryHome } from "../notebooks/notebook.ts";

const RUN = "CNN_TEST_STUDENT";
const NAME = "3.1-neural-network-operations.ipynb";
const SHOTS = process.env.SCREENSHOTS;

describe("a student in JupyterLab, in Chromium", function () {
  this.timeout(600_000);
  let home: Home;
  let lab: JupyterLab;
  let folder: string;

  before(async function () {
    if (!process.env[RUN]) {
      console.log(
        `      skipped: ${RUN}=1 npx mocha --parallel=false test/grading/student.test.ts`,
      );
      this.skip();
    }
    requireChromium(this);
    home = await temporaryHome();
    folder = join(home.home, "assignment");
    await ownCopy(folder);
    await withSmallParameters(join(folder, NAME));
    lab = await JupyterLab.start(home.home, home.environment);
  });
  after(async () => {
    await lab?.end();
    await home?.remove();
  });

  const shot = async (page: Page, name: string) => {
    if (SHOTS) await page.screenshot({ path: join(SHOTS, `${name}.png`) });
  };

  it("starts on a page, sees ✗ with a reason, fills a blank in, sees ✓ and points", async () => {
    const { page, errors } = await lab.openPage("../assignment/start.md");
    await page.getByRole("heading", { name: "Image classification using CNNs" }).waitFor();
    await page.getByText("not begun").first().waitFor();
    await shot(page, "start");
    await page.getByRole("link", { name: "3.1 Neural network operations" }).first().click();
    await page.getByText("TypeScript | Idle").waitFor();
    await page.getByRole("menuitem", { name: "Run", exact: true }).click();
    await page.getByRole("menuitem", { name: "Run All Cells", exact: true }).click();
    const sum = await cellAt(page, "sum-of-points");
    await sum.getByText("the sum").waitFor({ timeout: 240_000 });
    expect(await page.locator(".jp-RenderedText[data-mime-type*=error]").count()).to.equal(0);

    const check = await cellAt(page, "points-3-1-2");
    await check.getByText("0 of 5 points").waitFor();
    await check.getByText("✗ 3.1.2: forward of OpRelu is not written yet").waitFor();
    await shot(page, "blank");
    await check.locator(".cm-editor.jp-mod-readOnly").waitFor();
    await check.locator(".cm-content").click();
    await page.keyboard.type("mine");
    expect(await check.locator(".cm-content").innerText()).to.not.include("mine");
    const [lock, grey, plain] = await lookOf(check, await cellAt(page, "relu"));
    expect(lock).to.include("svg");
    expect(grey).to.not.equal(plain);

    const relu = await cellAt(page, "relu");
    await relu.getByText("// YOUR CODE HERE").click();
    await page.keyboard.press("End");
    await page.keyboard.insertText(
      "\nthis.inputs.value.data.forEach((i, k) => { this.value.data[k] = Math.max(0, i); });",
    );
    await page.keyboard.press("Shift+Enter");
    const again = await cellAt(page, "points-3-1-2");
    await again.locator(".cm-content").click();
    await page.keyboard.press("Shift+Enter");
    await again.getByText("5 of 5 points").waitFor();
    await again.getByText("✓ forward").waitFor();
    await shot(page, "solved");
    await page.keyboard.press("Control+s");
    await page.locator(".lm-TabBar-tab.jp-mod-dirty").waitFor({ state: "detached" });
    await page.close();
    expect(errors.filter((error) => !/favicon|404/.test(error))).to.deep.equal([]);

    await ownCopy(folder);
    expect(await readFile(join(folder, "start.md"), "utf8")).to.match(/5 points by \d of 6 checks/);
  });
});

/** A cell of the notebook in view, scrolled to: JupyterLab draws what is in view. */
async function cellAt(page: Page, id: string): Promise<Locator> {
  const place = await page.evaluate(async (id) => {
    const texts = await fetch(
      `${location.pathname.replace(/lab\/tree.*/, "")}api/contents/assignment/3.1-neural-network-operations.ipynb`,
    );
    const { content } = await texts.json();
    return content.cells.findIndex((cell: { id: string }) => cell.id === id);
  }, id);
  const cell = page.locator(`.jp-Notebook .jp-Cell[data-windowed-list-index="${place}"]`);
  await page.locator(".jp-Notebook .jp-WindowedPanel-outer").first().hover();
  await page.mouse.wheel(0, -1e6);
  for (let i = 0; i < 200 && (await cell.count()) === 0; i++) {
    await page.mouse.wheel(0, 500);
    await page.waitForTimeout(50);
  }
  await cell.scrollIntoViewIfNeeded();
  return cell;
}

/** How a given cell looks, and a student's. */
async function lookOf(given: Locator, own: Locator): Promise<string[]> {
  const background = (cell: Locator) =>
    cell.locator(".jp-InputArea-editor").evaluate((e) => getComputedStyle(e).backgroundColor);
  const lock = await given
    .locator(".jp-InputArea-prompt")
    .evaluate((e) => getComputedStyle(e, "::after").maskImage);
  return [lock, await background(given), await background(own)];
}

async function withSmallParameters(file: string): Promise<void> {
  const notebook = JSON.parse(await readFile(file, "utf8"));
  const at = notebook.cells.findIndex((cell: { id: string }) => cell.id === "parameters");
  notebook.cells.splice(at + 1, 0, {
    ...{ cell_type: "code", id: "small", metadata: {}, outputs: [], execution_count: null },
    source: smallOf(NAME),
  });
  await writeFile(file, JSON.stringify(notebook));
}
