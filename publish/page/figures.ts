import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { escapeHtml } from "lib/display";
import type { Figure } from "lib/plot";
import { Problem } from "../../scripts/setup/problem.mjs";
import type { Notebook, Output } from "../notebooks.ts";
import { altOf, openDrawing, type Picture } from "../pictures/openDrawing.ts";
import { linkTo } from "./layout.ts";

const PLOTLY = "application/vnd.plotly.v1+json";

interface Drawn {
  alt: string;
  light: Picture[];
  dark: Picture[];
}

/** @throws for a figure that cannot be drawn or is not described */
export type DrawFigure = (figure: Figure) => Promise<Drawn>;

/** Made for the first figure of a process: it takes a second or two. */
let drawing: ReturnType<typeof openDrawing> | undefined;

/**
 * Draws each figure once, however often it is asked for.
 * @param signal stops it before the next picture
 */
export function figureDrawing(signal: AbortSignal): DrawFigure {
  const drawn = new Map<string, Promise<Drawn>>();
  return (figure) => {
    const key = JSON.stringify(figure);
    const made = drawn.get(key) ?? make(figure);
    drawn.set(key, made);
    return made;
  };

  async function make(figure: Figure): Promise<Drawn> {
    const alt = altOf(figure.layout);
    if (!alt) {
      throw new Error("It has neither a title nor layout.meta.description to say what it shows.");
    }
    signal.throwIfAborted();
    drawing ??= openDrawing();
    const light = await drawing(figure, false);
    signal.throwIfAborted();
    return { alt, light, dark: await drawing(figure, true) };
  }
}

/**
 * Puts the figures of a run into files beside the page, as data for the interactive figure and as
 * pictures in light and dark, and HTML that names those files in place of each figure.
 * @param site the folder
 * @throws Problem with the notebook and the cell of a figure that cannot be drawn or is not described
 */
export async function placeFigures(
  run: Notebook,
  name: string,
  site: string,
  draw: DrawFigure,
): Promise<Notebook> {
  await mkdir(join(site, "figures", name), { recursive: true });
  const cells = [];
  for (const cell of run.cells) {
    const outputs = [];
    for (const [i, output] of (cell.outputs ?? []).entries()) {
      const figure = output.data?.[PLOTLY] as Figure | undefined;
      const place = `figures/${name}/${cell.id}${i > 0 ? `-${i + 1}` : ""}`;
      outputs.push(figure ? await withFigure(output, figure, place) : output);
    }
    cells.push(cell.outputs ? { ...cell, outputs } : cell);
  }
  return { ...run, cells };

  async function withFigure(output: Output, figure: Figure, place: string): Promise<Output> {
    try {
      return { ...output, data: { "text/html": await placeFigure(figure, place) }, metadata: {} };
    } catch (error) {
      const { message } = error as Error;
      throw new Problem(`${place}: this figure cannot be published. ${message}`);
    }
  }

  async function placeFigure(figure: Figure, place: string): Promise<string> {
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
