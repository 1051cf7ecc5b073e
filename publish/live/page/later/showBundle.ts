import type { Figure } from "lib/plot";
import { makeButton } from "../bar.ts";
import type { Page } from "../page.ts";
import { showFigure } from "./showFigure.ts";

type Bundle = Record<string, unknown>;

const IMAGES = ["image/svg+xml", "image/png", "image/jpeg"];

const isStandIn = (source: unknown) =>
  typeof source === "object" && source !== null && "synthetic" in source && !!source.synthetic;

/** Shows a MIME bundle as publishing shows it, in the richest of its forms. */
export async function showBundle(
  page: Page,
  place: HTMLElement,
  data: Bundle,
  metadata: Bundle,
): Promise<void> {
  const text = (type: string) => {
    const value = data[type];
    return Array.isArray(value) ? value.join("") : String(value);
  };
  const figure = data["application/vnd.plotly.v1+json"];
  const image = IMAGES.find((type) => type in data);
  if (figure) await showFigure(page, place, figure as Figure);
  else if ("text/html" in data) {
    place.innerHTML = text("text/html");
  } // its scripts may not run
  else if ("text/markdown" in data || (!image && "text/latex" in data)) {
    const { setMarkdown } = await import("./setMarkdown.ts");
    await setMarkdown(place, text("text/markdown" in data ? "text/markdown" : "text/latex"));
  } else if (image) {
    const picture = document.createElement("img");
    const base64 =
      image === "image/svg+xml"
        ? `charset=utf-8,${encodeURIComponent(text(image))}`
        : `base64,${text(image)}`;
    picture.src = `data:${image};${base64}`;
    picture.alt = typeof metadata.alt === "string" ? metadata.alt : "";
    place.replaceChildren(picture);
  } else {
    const pre = document.createElement("pre");
    pre.textContent = text("text/plain");
    place.replaceChildren(pre);
  }
  const source = data["application/vnd.cnn-notebooks.source+json"];
  if (isStandIn(source)) place.append(makeButton("Choose data files", () => page.openDataFiles()));
  for (const table of place.querySelectorAll("table")) {
    const scroller = document.createElement("div");
    scroller.className = "wide";
    table.replaceWith(scroller);
    scroller.append(table);
  }
}
