import type { Source } from "lib/data";
import { escapeHtml } from "lib/display";
import type { Live } from "../live/addLive.ts";
import type { Notebook } from "../notebooks.ts";
import type { StoredRun, Times } from "../runs.ts";
import type { Content } from "./finish.ts";
import { contentsOf, type Link, layout, linkTo } from "./layout.ts";

interface Published extends StoredRun {
  name: string;
  content: Content;
  /** Absent where its cells cannot be run. */
  live?: Live;
}

const fileOf = (name: string) => `${name}.html`;

/** The HTML of all pages, by file. */
export function pagesOf(published: Published[]): Record<string, string> {
  const pages = published.map(({ name, content }) => ({
    file: fileOf(name),
    title: content.title,
  }));
  const html: Record<string, string> = { "index.html": index(published, pages) };
  for (const { name, run, times, content, live } of published) {
    html[fileOf(name)] = layout({
      title: content.title,
      main: `${content.body.replace("</h1>", () => `</h1>\n<p class="run">${about(run, times)}</p>`)}`,
      pages,
      current: fileOf(name),
      contents: contentsOf(content.headings),
      figures: content.body.includes("data-figure"),
      live,
    });
  }
  return html;
}

function index(published: Published[], pages: Link[]): string {
  const entries = published.map(
    ({ name, run, times, content: { title, summary, headings, cover } }) => {
      const sections = headings
        .filter(({ level }) => level === 2)
        .map(
          ({ id, html }) =>
            `<li><a href="${linkTo(fileOf(name))}#${escapeHtml(encodeURIComponent(id))}">${html}</a></li>`,
        );
      return `<section class="entry">
<h2><a href="${linkTo(fileOf(name))}">${escapeHtml(title)}</a></h2>
${cover && `<div class="pictures cover"><div class="picture">${cover}</div></div>\n`}<p>${summary}</p>
<ul>${sections.join("")}</ul>
<p class="run">${about(run, times)}</p>
</section>`;
    },
  );
  const title = "Image classification using CNNs";
  return layout({
    title,
    main: `<h1>${title}</h1>\n<p>A university assignment as TypeScript notebooks, executed from top to bottom.</p>\n${entries.join("\n")}`,
    pages,
    current: "index.html",
  });
}

/** When the notebook ran and on which data. */
function about(run: Notebook, { finished, seconds }: Times): string {
  const day = new Date(finished).toLocaleDateString("en-GB", {
    dateStyle: "long",
    timeZone: "UTC",
  });
  const sources = sourcesOf(run).map(({ synthetic, description, name }) => {
    const data = escapeHtml(name ? `${name}.` : description);
    return synthetic ? `<strong>Not the real data:</strong> ${data}` : `Data: ${data}`;
  });
  return [`Executed on ${day} in ${seconds.toFixed(0)} s.`, ...new Set(sources)].join(" ");
}

function sourcesOf(run: Notebook): Source[] {
  return run.cells
    .flatMap(({ outputs = [] }) => outputs)
    .map(({ data }) => data?.["application/vnd.cnn-notebooks.source+json"])
    .filter((source) => source !== undefined)
    .map((source) => source as Source);
}
