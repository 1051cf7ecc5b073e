import { expect } from "chai";
import { JupyterLab, requireChromium } from "./jupyterlab.ts";
import { copyNotebook, smallOf, temporaryHome } from "./notebook.ts";

const NOTEBOOK = "3.2-image-classifier.ipynb";

/** Titles of figures from its top to its bottom. */
const FIGURES = [
  "Ten training images of each class",
  "Training loss",
  "Validation accuracy",
  "Best validation accuracy",
  "What is taken for what, in the test images",
  "The ten most confident mistakes",
];

describe("JupyterLab in Chromium, with a whole notebook", function () {
  this.timeout(300_000);

  it("runs notebook 3.2 by Run All: figures, no console error, no other host", async function () {
    requireChromium(this);
    const home = await temporaryHome();
    const lab = await JupyterLab.start(home.home, home.environment);
    try {
      await copyNotebook(NOTEBOOK, home.home, smallOf(NOTEBOOK));
      const { page, errors, hosts } = await lab.open(NOTEBOOK);
      await page.getByRole("menuitem", { name: "Run", exact: true }).click();
      await page.getByRole("menuitem", { name: "Run All Cells", exact: true }).click();
      const last = page.locator("td", { hasText: "the sum" });
      await last.waitFor({ timeout: 240_000 });
      const sides = await last
        .or(last.locator("xpath=following-sibling::td[1]"))
        .evaluateAll((cells) => cells.map((cell) => getComputedStyle(cell).textAlign));
      expect(sides, "text and number of a table").to.deep.equal(["left", "right"]);
      // JupyterLab draws what is in view: go through the notebook from top to bottom.
      const figures = new Set<string>();
      await page.locator(".jp-Notebook").hover();
      await page.mouse.wheel(0, -1e6);
      for (let step = 0; step < 60 && !FIGURES.every((title) => figures.has(title)); step++) {
        if (step > 0) await page.mouse.wheel(0, 750);
        await page.waitForTimeout(200);
        for (const title of await page.locator(".js-plotly-plot .gtitle").allTextContents()) {
          figures.add(title);
        }
      }
      expect([...figures]).to.include.members(FIGURES);
      expect(errors).to.deep.equal([]);
      expect([...hosts].filter((host) => host !== "127.0.0.1" && host !== "")).to.deep.equal([]);
      await page.close();
    } finally {
      await lab.end();
      await home.remove();
    }
  });
});
