import { escapeHtml } from "lib/display";
import type { Live } from "../live/addLive.ts";
import type { Heading } from "./finish.ts";

const SITE = "Image classification using CNNs";

export interface Link {
  file: string;
  title: string;
}

interface Page {
  title: string;
  main: string;
  pages: Link[];
  current: string;
  contents?: string;
  /** Whether it has any. */
  figures?: boolean;
  live?: Live;
}

/**
 * A file of the site as the value of an attribute.
 * @param file such as "figures/3.0-nearest-neighbors/voronoi.svg"
 */
export const linkTo = (file: string): string =>
  escapeHtml(file.split("/").map(encodeURIComponent).join("/"));

/** What a page may do that has no cells: run and show what lies beside it, and load nothing else. */
const READING = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'", // Plotly and KaTeX set styles of elements
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/**
 * What a page may do whose cells run: its worker is made of a blob, as it then has the page's policy,
 * and so are cells that were edited; text is not evaluated.
 */
export const POLICY: string = [
  READING.replace("script-src 'self'", "$& blob: 'wasm-unsafe-eval'"),
  "connect-src 'self'",
  "worker-src 'self' blob:",
].join("; ");

/** A page around its content. */
export function layout({
  title,
  main,
  pages,
  current,
  contents = "",
  figures = false,
  live,
}: Page): string {
  const heading = title === SITE ? SITE : `${title} · ${SITE}`;
  const links = pages.map(({ file, title: text }) => {
    const here = file === current ? ' aria-current="page"' : "";
    return `<li><a href="${linkTo(file)}"${here}>${escapeHtml(text)}</a></li>`;
  });
  return `<!doctype html>
<html lang="en"${live ? ` data-live="${escapeHtml(live.base)}" data-cells="${linkTo(live.cells)}" data-notebook="${linkTo(live.notebook)}"` : ""}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${live ? POLICY : READING}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(heading)}</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 4'%3E%3Cpath fill='%230072B2' d='M0 0h4v4H0z'/%3E%3Cpath fill='%23fff' d='M1 1h1v1H1zM2 2h1v1H2z'/%3E%3C/svg%3E">
<link rel="stylesheet" href="assets/katex/katex.min.css">
<link rel="stylesheet" href="assets/style.css">
<script src="assets/theme.js"></script>
${figures ? '<script defer src="assets/plotly.js"></script>\n<script defer src="assets/figure.js"></script>\n<script defer src="assets/interactive.js"></script>\n' : ""}<script defer src="assets/page.js"></script>${live ? '\n<script defer src="assets/live.js"></script>' : ""}
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header>
<nav aria-label="Notebooks"><ul><li><a href="index.html"${current === "index.html" ? ' aria-current="page"' : ""}>${SITE}</a></li>${links.join("")}</ul></nav>
</header>
<div class="columns">
${contents}<main id="main" tabindex="-1">
${main}
</main>
</div>
${neighbours(pages, current)}</body>
</html>
`;
}

/** The contents of a page: headings of the second level, below them those of the third. */
export function contentsOf(headings: Heading[]): string {
  if (headings.length === 0) return "";
  const items = headings.map(
    ({ level, id, html }) =>
      `<li class="level${level}"><a href="#${escapeHtml(encodeURIComponent(id))}">${html}</a></li>`,
  );
  return `<nav class="contents" aria-labelledby="contents-title">
<details open><summary id="contents-title">On this page</summary><ul>${items.join("")}</ul></details>
</nav>
`;
}

/** Links to the pages before and after. */
function neighbours(pages: Link[], current: string): string {
  const at = pages.findIndex(({ file }) => file === current);
  if (at < 0) return "";
  const link = (page: Link | undefined, word: "prev" | "next") =>
    page
      ? `<a rel="${word}" href="${linkTo(page.file)}"><span>${word === "prev" ? "Previous" : "Next"}</span> ${escapeHtml(page.title)}</a>`
      : "";
  return `<footer><nav aria-label="Previous and next notebook">${link(pages[at - 1], "prev")}${link(pages[at + 1], "next")}</nav></footer>
`;
}
