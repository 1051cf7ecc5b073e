import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { JSDOM } from "jsdom";
import type { Figure, FigureLayout } from "lib/plot";
import { Problem } from "../../scripts/setup/problem.mjs";
import { atStep } from "./atStep.ts";
import { standIn } from "./standIn.ts";

/** The one file with Plotly: its cartesian bundle, which has all that lib/plot draws. */
export const plotly: string = createRequire(import.meta.url).resolve(
  "plotly.js-cartesian-dist-min",
);
/** Draws figures in the reader's browser as here. */
const figureScript = fileURLToPath(new URL("../assets/figure.js", import.meta.url));

/** More pictures of a slider's steps than this tire the reader: of a longer slider some are taken. */
const MOST_STEPS = 9;

/** Milliseconds after which a figure counts as one that Plotly cannot draw here; a busy machine is slow. */
const TIMEOUT = 600_000;

export interface Picture {
  svg: string;
  width: number;
  height: number;
  alt: string;
}

/**
 * Draws one picture, or with a slider one of each step.
 * @throws Problem for what cannot be drawn
 */
type Draw = (figure: Figure, dark: boolean) => Promise<Picture[]>;

/**
 * Draws figures as SVG with Plotly itself, in a document without a browser: jsdom has all that Plotly
 * needs but the sizes of texts and a canvas.
 */
export function openDrawing(): Draw {
  const { window } = new JSDOM("<!doctype html><body></body>", {
    runScripts: "outside-only",
    pretendToBeVisual: true,
  });
  standIn(window);
  window.eval(readFileSync(plotly, "utf8"));
  window.eval(readFileSync(figureScript, "utf8"));
  const { Plotly, figureParts } = window;

  return async (figure, dark) => {
    const late = new AbortController();
    const tooLate = sleep(TIMEOUT, undefined, { signal: late.signal }).then(() => {
      throw new Problem(`Plotly has not drawn it in ${TIMEOUT / 1000} s.`);
    });
    return Promise.race([draw(figure, dark), tooLate]).finally(() => late.abort());
  };

  async function draw(figure: Figure, dark: boolean): Promise<Picture[]> {
    const known = Object.keys(Plotly.PlotSchema.get().traces);
    const unknown = figure.data
      .map(({ type }) => type ?? "scatter")
      .find((type) => !known.includes(type));
    if (unknown) {
      throw new Problem(
        `It has a trace of type ${unknown}; published figures can have ${known.join(", ")}.`,
      );
    }
    refuseImages(figure);
    const { data, layout, steps } = figureParts(figure, dark);
    const size = { width: layout.width ?? 700, height: layout.height ?? 450 };
    if (steps.length === 0) return [await picture({ data, layout })];
    const pictures = [];
    let shown: Figure = { data, layout };
    for (const step of some(steps)) {
      shown = atStep(shown, step);
      pictures.push(await picture(shown));
    }
    return pictures;

    async function picture(drawn: Figure): Promise<Picture> {
      const whole = { ...drawn, layout: withAllLabels(drawn.layout) };
      const svg = await Plotly.toImage(whole, { format: "svg", imageDataOnly: true, ...size });
      return { svg, ...size, alt: altOf(drawn.layout) };
    }
  }
}

/**
 * The layout with every tick label shown: Plotly hides those that reach over the edge, and looks for them for two
 * thirds of the time that a picture takes in jsdom.
 */
function withAllLabels(layout: FigureLayout): FigureLayout {
  const axes = Object.keys(layout).filter((key) => /^[xy]axis\d*$/.test(key));
  const all = ["xaxis", "yaxis", ...axes].map((axis) => [
    axis,
    { ...Reflect.get(layout, axis), ticklabeloverflow: "allow" },
  ]);
  return { ...layout, ...Object.fromEntries(all) };
}

/** What a picture says to those who do not see it: its title and description, without their markup. */
export function altOf({ title, meta }: FigureLayout): string {
  const heading = (typeof title === "string" ? title : title?.text) ?? "";
  const lines = heading.split(/<br\s*\/?>/i).map(withoutTags);
  const sentences = lines.filter(Boolean).map((line) => line.replace(/[.:]?$/, "."));
  return [...sentences, withoutTags(meta?.description ?? "")].filter(Boolean).join(" ");
}

/** Plotly's texts without its tags, and its entities as the characters that they are. */
function withoutTags(text: string): string {
  return text
    .replace(/<br\s*\/?>/gi, " ")
    .replace(/<\/?(b|i|u|s|em|strong|sup|sub|span|a)(\s[^>]*)?>/gi, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .trim();
}

/** @throws Problem for an image that a page would have to load, or that cannot be read here */
function refuseImages({ data, layout }: Figure): void {
  const traces = data.flatMap((trace) => ("source" in trace ? [trace.source] : []));
  const others = (layout.images ?? []).map(({ source }) => source);
  for (const [sources, start, form] of [
    [traces, "data:image/png;base64,iVBORw0KGgo", "a PNG as a data URI"],
    [others, "data:image/", "a data URI"],
  ] as const) {
    for (const source of sources) {
      if (!String(source).startsWith(start)) {
        throw new Problem(
          `It shows the image ${String(source).slice(0, 80)}; pages load nothing: give ${form}.`,
        );
      }
    }
  }
}

function some<T>(steps: T[]): T[] {
  if (steps.length <= MOST_STEPS) return steps;
  const at = (i: number) => Math.round((i / (MOST_STEPS - 1)) * (steps.length - 1));
  return Array.from({ length: MOST_STEPS }, (_, i) => steps[at(i)]);
}
