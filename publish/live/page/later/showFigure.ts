import type { Figure } from "lib/plot";
import type { Page } from "../page.ts";

let loaded: Promise<void> | undefined;

/** Puts an interactive figure into a place, as a page does with those that are published. */
export async function showFigure(page: Page, place: HTMLElement, figure: Figure): Promise<void> {
  const element = document.createElement("figure");
  const { title, meta } = figure.layout;
  const name = typeof title === "string" ? title : title?.text;
  element.setAttribute("aria-label", [name, meta?.description].filter(Boolean).join(". "));
  place.style.minHeight = `${place.clientHeight}px`; // or what follows jumps
  place.replaceChildren(element);
  loaded ??= loadPlotly(page);
  await loaded;
  const show = window.showFigure(element, figure);
  place.style.minHeight = "";
  if (!meta?.movable) return;
  const { movePoints } = await import("./movePoints.ts");
  await show(figure); // so that it is drawn
  movePoints(element, meta.movable, show);
}

/** Loads what draws figures, on a page that has none but this one. */
async function loadPlotly({ scripts }: Page): Promise<void> {
  const assets = new URL("../../", scripts);
  for (const name of ["plotly", "figure", "interactive"]) {
    if (!("showFigure" in window)) {
      await new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = new URL(`${name}.js`, assets).href;
        script.onload = resolve;
        script.onerror = () => reject(new Error(`${script.src} could not be loaded`));
        document.head.append(script);
      });
    }
  }
}
