import { text } from "node:stream/consumers";
import { escapeHtml } from "lib/display";
import type { Figure } from "lib/plot";
import { altOf, openDrawing } from "../../publish/pictures/openDrawing.ts";

// Figures as JSON on stdin, HTML with a picture of each on stdout. What a student's figure names
// runs nowhere: the pictures are data of <img>, and not of the page.
const draw = openDrawing();
const figures: Figure[] = JSON.parse(await text(process.stdin));
const pages = [];
for (const figure of figures) pages.push(await picture(figure));
process.stdout.write(JSON.stringify(pages), () => process.exit()); // jsdom's clock goes on

async function picture(figure: Figure): Promise<string> {
  try {
    const images = (await draw(figure, false)).map(({ svg }) => {
      const data = Buffer.from(svg).toString("base64");
      return `<img alt="${escapeHtml(altOf(figure.layout) ?? "")}" src="data:image/svg+xml;base64,${data}">`;
    });
    return images.join("");
  } catch (error) {
    return `<p>The figure could not be drawn: ${escapeHtml((error as Error).message)}</p>`;
  }
}
