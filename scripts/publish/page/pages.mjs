import { escapeHtml } from "lib/display";
import { contentsOf, layout, linkTo } from "./layout.mjs";

/** @typedef {import("../notebooks.mjs").Notebook} Notebook */
/** @typedef {import("../runs.mjs").Times} Times */
/** @typedef {ReturnType<typeof import("./finish.mjs").finish>} Finished */
/** @typedef {{ name: string, run: Notebook, times: Times, content: Finished }} Published */

const fileOf = (/** @type {string} */ name) => `${name}.html`;

/**
 * The HTML of all pages, by file.
 * @param {Published[]} published
 * @returns {Record<string, string>}
 */
export function pagesOf(published) {
  const pages = published.map(({ name, content }) => ({
    file: fileOf(name),
    title: content.title,
  }));
  /** @type {Record<string, string>} */
  const html = { "index.html": index(published, pages) };
  for (const { name, run, times, content } of published) {
    html[fileOf(name)] = layout({
      title: content.title,
      main: `${content.body.replace("</h1>", () => `</h1>\n<p class="run">${about(run, times)}</p>`)}`,
      pages,
      current: fileOf(name),
      contents: contentsOf(content.headings),
      figures: content.body.includes("data-figure"),
    });
  }
  return html;
}

/**
 * @param {Published[]} published
 * @param {import("./layout.mjs").Link[]} pages
 */
function index(published, pages) {
  const entries = published.map(({ name, run, times, content: { title, summary, headings } }) => {
    const sections = headings
      .filter(({ level }) => level === 2)
      .map(
        ({ id, html }) =>
          `<li><a href="${linkTo(fileOf(name))}#${escapeHtml(encodeURIComponent(id))}">${html}</a></li>`,
      );
    return `<section class="entry">
<h2><a href="${linkTo(fileOf(name))}">${escapeHtml(title)}</a></h2>
<p>${summary}</p>
<ul>${sections.join("")}</ul>
<p class="run">${about(run, times)}</p>
</section>`;
  });
  const title = "Image classification using CNNs";
  return layout({
    title,
    main: `<h1>${title}</h1>\n<p>A university assignment as TypeScript notebooks, executed from top to bottom.</p>\n${entries.join("\n")}`,
    pages,
    current: "index.html",
  });
}

/**
 * When the notebook ran and on which data.
 * @param {Notebook} run
 * @param {Times} times
 */
function about(run, { finished, seconds }) {
  const day = new Date(finished).toLocaleDateString("en-GB", {
    dateStyle: "long",
    timeZone: "UTC",
  });
  const sources = sourcesOf(run).map(({ synthetic, description }) =>
    synthetic
      ? `<strong>Not the real data.</strong> ${escapeHtml(description)}`
      : escapeHtml(description),
  );
  return [`Executed on ${day} in ${seconds.toFixed(0)} s.`, ...new Set(sources)].join(" ");
}

/**
 * @param {Notebook} run
 * @returns {import("lib/data").Source[]}
 */
function sourcesOf(run) {
  return run.cells
    .flatMap(({ outputs = [] }) => outputs)
    .map(({ data }) => data?.["application/vnd.cnn-notebooks.source+json"])
    .filter((source) => source !== undefined)
    .map((source) => /** @type {import("lib/data").Source} */ (source));
}
