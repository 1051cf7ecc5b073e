import { JSDOM } from "jsdom";
import { Problem } from "../../scripts/setup/problem.mjs";
import { ownFiles } from "./ownFiles.ts";
import { setFormulas } from "./setFormulas.ts";

export interface Heading {
  level: number;
  id: string;
  html: string;
}

export interface Content {
  body: string;
  title: string;
  /** The first paragraph. */
  summary: string;
  /** Its picture in the index, light and dark; empty where it has none. */
  cover: string;
  headings: Heading[];
  /** What it shows of the files beside the notebook. */
  files: string[];
}

/**
 * Makes of nbconvert's HTML what stands on a page.
 * @param pages the names of the notebooks that have one
 * @param coverCell the id of the cell whose figure stands for the page in the index; the first figure
 * unless that cell has one
 * @throws Problem for a page without a title, or with a picture that says nothing to who cannot see it
 * or lies elsewhere
 */
export function finish(html: string, pages: string[], coverCell = ""): Content {
  const { document } = new JSDOM(html).window;
  for (const element of document.querySelectorAll(".highlight .w")) {
    element.replaceWith(element.textContent ?? "");
  }
  for (const link of document.querySelectorAll(".anchor-link")) link.remove();
  for (const link of document.querySelectorAll("a[href$='.ipynb']")) toPage(link, pages);
  setFormulas(document);
  for (const table of document.querySelectorAll("table")) {
    const scroller = document.createElement("div");
    scroller.className = "wide";
    table.replaceWith(scroller);
    scroller.append(table);
  }
  for (const image of document.querySelectorAll("img:not([alt]), img[alt='']")) {
    throw new Problem(`A picture has no alternative text: ${image.outerHTML.slice(0, 200)}`);
  }
  const [first] = document.querySelectorAll("h1");
  if (!first) throw new Problem("The page has no title: no cell has a heading of the first level.");
  const chosen = document.getElementById(`cell-${coverCell}`)?.querySelector(".picture");
  return {
    body: document.body.innerHTML,
    title: first.textContent ?? "",
    summary: document.querySelector("h1 ~ p")?.innerHTML ?? "",
    cover: (chosen ?? document.querySelector("figure .picture"))?.innerHTML ?? "",
    headings: [...document.querySelectorAll("h2[id], h3[id]")].map((heading) => ({
      level: Number(heading.tagName.slice(1)),
      id: heading.id,
      html: heading.innerHTML,
    })),
    files: ownFiles(document),
  };
}

/** Makes a link to a notebook one to its page, or text where the site has none. */
function toPage(link: Element, pages: string[]): void {
  const notebook = String(link.getAttribute("href")).replace(/\.ipynb$/, "");
  if (pages.includes(decodeURIComponent(notebook))) link.setAttribute("href", `${notebook}.html`);
  else link.replaceWith(...link.childNodes);
}
