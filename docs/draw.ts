/**
 * Draws the README's picture: the assignment's seven points and the regions of the 3-nearest-
 * neighbour classifier, as SVG, with Plotly in Chromium.
 *
 *     node --import tsx docs/draw.ts
 */
import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { type Bounds, decisionBoundary, type TrainingSet, voronoiRegions } from "lib/knn";
import { decisionRegions, type Figure } from "lib/plot";
import { chromium } from "playwright-core";
import { jupyterPython } from "../scripts/setup/python.mjs";

const trainingSet: TrainingSet = {
  points: [
    [1, 3],
    [-4, -2],
    [-3, -1.5],
    [3, 3],
    [0, -2],
    [-2, 0],
    [-2, 4],
  ],
  labels: ["+", "+", "-", "-", "+", "+", "-"],
};
const bounds: Bounds = [-6, -5, 6, 6];
const regions = voronoiRegions(trainingSet, 3, bounds);
const boundary = decisionBoundary(regions);
const title = "The regions of a 3-nearest-neighbour classifier";
const svg = await draw(decisionRegions({ ...trainingSet, regions, boundary, bounds, title }));
await writeFile(new URL("three-nearest-neighbors.svg", import.meta.url), svg);

async function draw({ data, layout }: Figure): Promise<string> {
  const locate = "import plotly; print(plotly.__path__[0] + '/package_data/plotly.min.js', end='')";
  const plotly = execFileSync(await jupyterPython(), ["-c", locate], { encoding: "utf8" });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
  });
  const page = await browser.newPage();
  await page.addScriptTag({ path: plotly });
  const uri: string = await page.evaluate(
    (figure) =>
      Reflect.get(globalThis, "Plotly").toImage(figure, { format: "svg", width: 640, height: 560 }),
    { data, layout },
  );
  await browser.close();
  return decodeURIComponent(uri.slice(uri.indexOf(",") + 1));
}
