import type { Page } from "playwright-core";
import { JupyterLab } from "../../test/notebooks/jupyterlab.ts";
import { inTemporaryHome, newNotebook } from "../../test/notebooks/notebook.ts";

/** A convolution whose kernel lies on its side, and its check; the second cell is shown. */
const CELLS = [
  `import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "lib/backend";
import { seededRandom } from "lib/data";
import { cmpOps, randomTensor, variable } from "lib/ops";
import { OpConv2D as Worked } from "lib/ops/solutions";
await selectBackend();
const inputs = variable(randomTensor([6, 6, 3], seededRandom(1)));`,
  `class OpConv2D extends Worked {
  override forward() {
    this.resetValues();
    const { value, weights } = this, inputs = this.inputs.value;
    for (let y = 0; y < this.height; y++) for (let x = 0; x < this.width; x++)
      for (let f = 0; f < this.filters; f++) for (let kf = 0; kf < this.inputFilters; kf++)
        for (let ky = 0; ky < 3; ky++) for (let kx = 0; kx < 3; kx++)
          value.data[value.index(y, x, f)] += weights.get(f, kx, ky, kf) * inputs.get(y + ky, x + kx, kf);
  }
}
cmpOps(new OpConv2D(4, 3, inputs), (x, w) => tf.conv2d(x, w, 1, "valid"), { tf });`,
];

/** A picture as WebP, half the bytes of a PNG. */
export async function toWebP(page: Page, png: Buffer): Promise<Buffer> {
  const base64 = await page.evaluate(
    async (source) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      const canvas = document.createElement("canvas");
      Object.assign(canvas, { width: image.width, height: image.height });
      canvas.getContext("2d")?.drawImage(image, 0, 0);
      return canvas.toDataURL("image/webp", 0.85).replace(/^.*,/, "");
    },
    `data:image/png;base64,${png.toString("base64")}`,
  );
  return Buffer.from(base64, "base64");
}

/** The README's screenshot: JupyterLab tells a student what is wrong, as WebP. */
export function mistake(): Promise<Buffer> {
  return inTemporaryHome(async (home, environment) => {
    await newNotebook("mistake.ipynb", home, CELLS);
    const lab = await JupyterLab.start(home, environment);
    try {
      const { page } = await lab.open("mistake.ipynb");
      for (const index of CELLS.keys()) {
        await page.locator(".jp-CodeCell .cm-content").nth(index).click();
        await page.keyboard.press("Control+Enter");
      }
      const cell = page.locator(".jp-CodeCell").nth(1);
      await cell.getByText("The kernel is transposed").first().waitFor();
      await page.locator(".jp-CodeCell .cm-content").first().click(); // no buttons in the cell
      await page.mouse.move(0, 0);
      return await toWebP(page, await cell.screenshot({ animations: "disabled" }));
    } finally {
      await lab.end();
    }
  });
}
