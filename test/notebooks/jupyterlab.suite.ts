import path from "node:path";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { tsc } from "../../scripts/setup/project.mjs";
import { watchLibrary } from "../../scripts/start/watchLibrary.mjs";
import { makeWorkshop } from "../kernel/workshop.ts";
import { photograph } from "../publish/visit.ts";
import { JupyterLab, requireChromium } from "./jupyterlab.ts";
import { copyNotebook, type Home, newNotebook, smallOf, temporaryHome } from "./notebook.ts";

describe("JupyterLab in Chromium", function () {
  this.timeout(300_000);
  let home: Home;
  let lab: JupyterLab;

  before(async function () {
    requireChromium(this);
    home = await temporaryHome();
    lab = await JupyterLab.start(home.home, home.environment);
  });
  after(async () => {
    await lab?.end();
    await home?.remove();
  });

  it("shows a notebook without a sideways scroll or a change to save", async () => {
    const name = "3.0-nearest-neighbors.ipynb";
    await copyNotebook(name, home.home, smallOf(name));
    const { page } = await lab.open(name);
    await page.locator(".jp-Notebook").hover();
    let seen = 0;
    for (let step = 0; step < 20; step++) {
      await page.waitForTimeout(200);
      const code = page.locator(".jp-CodeCell:visible .cm-scroller");
      const wide = await code.evaluateAll((all) =>
        all.map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth),
      );
      seen += wide.length;
      expect(Math.max(0, ...wide)).equal(0);
      await page.mouse.wheel(0, 1500);
    }
    expect(seen).above(20);
    expect(await page.locator(".lm-TabBar-tab.jp-mod-dirty").count()).equal(0);
    await page.close();
  });

  describe("with cells of a student", () => {
    let page: Page;
    const cell = (index: number) => page.locator(".jp-CodeCell").nth(index);
    const output = (index: number) => cell(index).locator(".jp-OutputArea-output").last();
    const run = async (index: number) => {
      await cell(index).locator(".cm-content").click();
      await page.keyboard.press("Shift+Enter");
    };

    before(async () => {
      await newNotebook("cells.ipynb", home.home, [
        'const answer = prompt("Your name? "); answer + "!"',
        'const token = prompt("Token: ", { password: true }); token.length',
        "let n = 0;\nwhile (true) { await new Promise((r) => setTimeout(r, 5)); if (++n === 1) console.log(n) }",
        "n > 0",
        "Math.ma",
      ]);
      ({ page } = await lab.open("cells.ipynb"));
    });

    it("asks for input below the cell, and hides a password", async () => {
      await run(0);
      const input = page.locator(".jp-Stdin-input");
      expect(await input.getAttribute("type")).not.to.equal("password");
      await input.fill("Ada");
      await input.press("Enter");
      await output(0).getByText("'Ada!'").waitFor();
      await run(1);
      expect(await input.getAttribute("type")).to.equal("password");
      await input.fill("secret");
      await input.press("Enter");
      await output(1).getByText("6", { exact: true }).waitFor();
      expect(await cell(1).textContent())
        .to.match(/Token:\s+·{4,}/)
        .and.not.contain("secret");
    });

    it("interrupts a cell by the button, and keeps what it made", async () => {
      await run(2);
      await output(2).getByText("1", { exact: true }).waitFor(); // it runs, and has counted
      await page.getByRole("button", { name: /Interrupt the kernel/ }).click();
      await output(2).getByText("KeyboardInterrupt: interrupted").first().waitFor();
      // a cell that is sent before the answer is stopped too; "[*]" is its sign
      await cell(2)
        .locator(".jp-InputPrompt", { hasText: /\[\d+\]/ })
        .waitFor();
      await run(3);
      await output(3).getByText("true", { exact: true }).waitFor();
    });

    it("completes by Tab and explains by Shift+Tab", async () => {
      await cell(4).locator(".cm-content").click();
      await page.keyboard.press("End");
      await page.keyboard.press("Tab");
      await page.locator(".jp-Completer").getByText("max", { exact: true }).waitFor();
      await page.keyboard.type("x");
      await page.keyboard.press("Enter");
      await page.keyboard.press("Shift+Tab");
      await page.locator(".jp-Tooltip").getByText("Math.max(...values: number[])").waitFor();
    });

    it("explains a function by Shift+Tab after its open bracket", async () => {
      const tooltip = page.locator(".jp-Tooltip");
      await page.keyboard.press("Escape");
      await tooltip.waitFor({ state: "detached" });
      await cell(4).locator(".cm-content").click();
      await page.keyboard.press("End");
      await page.keyboard.type("(1, ");
      await page.keyboard.press("Shift+Tab");
      await tooltip.getByText("Math.max(...values: number[])").waitFor();
    });
  });

  it("loads a library anew that is edited and saved beside the notebook", async () => {
    const source = (body: string) =>
      `export function double(n: number): number {\n  return ${body};\n}\n`;
    const code = 'import { double } from "workshop/ops";\ndouble(21)';
    await newNotebook("reload.ipynb", home.home, [code]);
    const workshop = await makeWorkshop(path.join(home.home, "notebooks"), source("2 * n"));
    const endWatch = watchLibrary(workshop.folder, tsc, () => {});
    try {
      const { page } = await lab.open("reload.ipynb");
      const output = page.locator(".jp-CodeCell .jp-OutputArea").first();
      const run = async (shown: string) => {
        await page.getByRole("tab", { name: "reload.ipynb" }).click();
        await page.locator(".jp-CodeCell .cm-content").first().click();
        await page.keyboard.press("Control+Enter");
        await output.getByText(shown).first().waitFor();
      };
      const edit = async (text: string) => {
        await page.getByRole("tab", { name: "index.ts" }).click();
        await page.locator(".jp-FileEditor .cm-content").click();
        await page.keyboard.press("Control+A");
        await page.keyboard.insertText(text);
        const saved = page.waitForResponse((answer) => answer.request().method() === "PUT");
        await page.keyboard.press("Control+S");
        await saved;
      };
      await run("42");
      await page.getByRole("menuitem", { name: "File", exact: true }).click();
      await page.getByRole("menuitem", { name: "Open from Path…" }).click();
      await page.locator(".jp-Dialog input").fill("notebooks/workshop/ops/index.ts");
      await page.keyboard.press("Enter");
      await edit(source("n + n + 1000"));
      await run("1042");
      expect(await output.innerText()).to.contain("Objects made before keep the old code");
      await edit(source('"two of " + n'));
      await run("LibraryError: workshop does not compile");
      expect(await output.innerText()).to.contain("workshop/ops/index.ts:2:3 - error TS2322");
      await photograph(page, "broken-library.png");
      await page.close();
    } finally {
      endWatch();
    }
  });
});
