import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { escapeHtml } from "lib/display";
import { Problem } from "../../setup/problem.mjs";
import { altOf, openDrawing } from "../pictures/draw.mjs";
import { linkTo } from "./layout.mjs";

const PLOTLY = "application/vnd.plotly.v1+json";

/** @typedef {import("../notebooks.mjs").Notebook} Notebook */
/** @typedef {import("lib/plot").Figure} Figure */
/** @typedef {import("../pictures/draw.mjs").Picture} Picture */
/** @typedef {{ alt: string, light: Picture[], dark: Picture[] }} Drawn */

/**
 * Draws each figure once, however often it is asked for.
 * @param {AbortSignal} signal stops it before the next picture
 * @returns {(figure: Figure) => Promise<Drawn>} throws for a figure that cannot be drawn or is not
 * described
 */
export function figureDrawing(signal) {
  const draw = openDrawing();
  /** @type {Map<string, Promise<Drawn>>} */
  const drawn = new Map();
  return (figure) => {
    const key = JSON.stringify(figure);
    const made = drawn.get(key) ?? make(figure);
    drawn.set(key, made);
    return made;
  };

  /** @param {Figure} figure */
  async function make(figure) {
    const alt = altOf(figure.layout);
    if (!alt)
      throw new Error("It has neither a title nor layout.meta.description to say what it shows.");
    signal.throwIfAborted();
    const light = await draw(figure, false);
    signal.throwIfAborted();
    return { alt, light, dark: await draw(figure, true) };
  }
}

/**
 * Puts the figures of a run into files beside the page, as data for the interactive figure and as
 * pictures in light and dark, and HTML that names those files in place of each figure.
 * @param {Notebook} run
 * @param {string} name
 * @param {string} site the folder
 * @param {(figure: Figure) => Promise<Drawn>} draw
 * @returns {Promise<Notebook>}
 * @throws Problem with the notebook and the cell of a figure that cannot be drawn or is not described
 */
export async function placeFigures(run, name, site, draw) {
  await mkdir(join(site, "figures", name), { recursive: true });
  const cells = [];
  for (const cell of run.cells) {
    const outputs = [];
    for (const [i, output] of (cell.outputs ?? []).entries()) {
      const figure = /** @type {Figure | undefined} */ (output.data?.[PLOTLY]);
      const place = `figures/${name}/${cell.id}${i > 0 ? `-${i + 1}` : ""}`;
      outputs.push(figure ? await withFigure(output, figure, place) : output);
    }
    cells.push(cell.outputs ? { ...cell, outputs } : cell);
  }
  return { ...run, cells };

  /**
   * @param {import("../notebooks.mjs").Output} output
   * @param {Figure} figure
   * @param {string} place
   */
  async function withFigure(output, figure, place) {
    try {
      return { ...output, data: { "text/html": await placeFigure(figure, place) }, metadata: {} };
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      throw new Problem(`${place}: this figure cannot be published. ${message}`);
    }
  }

  /**
   * @param {Figure} figure
   * @param {string} place
   */
  async function placeFigure(figure, place) {
    const { alt, light, dark } = await draw(figure);
    const json = JSON.stringify({ data: figure.data, layout: figure.layout });
    await writeFile(join(site, `${place}.js`), `figures[${JSON.stringify(place)}] = ${json};\n`);
    const pictures = [];
    for (const [i, picture] of light.entries()) {
      const file = light.length > 1 ? `${place}-step-${i + 1}` : place;
      await writeFile(join(site, `${file}.svg`), picture.svg);
      await writeFile(join(site, `${file}-dark.svg`), dark[i].svg);
      const rest = `alt="${escapeHtml(picture.alt)}" width="${picture.width}" height="${picture.height}"`;
      pictures.push(
        `<div class="picture"><img class="light" src="${linkTo(`${file}.svg`)}" ${rest}>`,
        `<img class="dark" src="${linkTo(`${file}-dark.svg`)}" ${rest} loading="lazy"></div>`, // print takes the light one
      );
    }
    return `<figure data-figure="${escapeHtml(place)}" aria-label="${escapeHtml(alt)}"><div class="pictures">${pictures.join("")}</div></figure>`;
  }
}
