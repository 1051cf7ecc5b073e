import { expect } from "chai";
import { inJupyterLab, requireChromium } from "./jupyterlab.ts";
import { copyNotebook, inTemporaryHome, SMALL } from "./notebook.ts";

const NOTEBOOK = "3.2-image-classifier.ipynb";

describe("JupyterLab in Chromium", () => {
  it("runs notebook 3.2 by Run All: figures, no console error, no other host", async function () {
    requireChromium(this);
    this.timeout(300_000);
    await inTemporaryHome(async (home, environment) => {
      await copyNotebook(NOTEBOOK, home, SMALL[NOTEBOOK]);
      await inJupyterLab(home, environment, NOTEBOOK, async ({ page, errors, hosts }) => {
        await page.getByText("TypeScript | Idle").waitFor();
        await page.getByRole("menuitem", { name: "Run", exact: true }).click();
        await page.getByRole("menuitem", { name: "Run All Cells", exact: true }).click();
        const last = page.locator(".jp-RenderedMarkdown", {
          hasText: "The mean of its probabilities",
        });
        await last.waitFor({ timeout: 240_000 });
        // JupyterLab draws what is in view: go through the notebook from top to bottom.
        const figures = new Set<string>();
        await page.locator(".jp-Notebook").hover();
        await page.mouse.wheel(0, -1e6);
        for (let step = 0; step < 30; step++) {
          if (step > 0) await page.mouse.wheel(0, 750);
          await page.waitForTimeout(400);
          for (const title of await page.locator(".js-plotly-plot .gtitle").allTextContents()) {
            figures.add(title);
          }
        }
        expect([...figures]).to.include.members([
          "Ten training images of each class",
          "Training loss",
          "Validation accuracy",
          "Best validation accuracy",
          "What is taken for what, in the test images",
          "The ten most confident mistakes",
        ]);
        expect(errors).to.deep.equal([]);
        expect([...hosts].filter((host) => host !== "127.0.0.1" && host !== "")).to.deep.equal([]);
      });
    });
  });
});
