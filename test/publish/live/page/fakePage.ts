import { makeBar } from "../../../../publish/live/page/bar.ts";
import { type Actions, PageCell } from "../../../../publish/live/page/cell.ts";
import type { Page } from "../../../../publish/live/page/page.ts";

/** The body of a page with cells of code of these sources: each has an id and one published output. */
export function bodyOf(cells: Readonly<Record<string, string>>): string {
  const sections = Object.entries(cells).map(
    ([id, source]) =>
      `<section class="code" id="cell-${id}"><details class="source"><div class="highlight">` +
      `<pre>${source}</pre></div></details><div class="output">published</div></section>`,
  );
  return `<h1>Title</h1>${sections.join("")}`;
}

export interface FakePage extends Page {
  /** What it was asked for, and what its cells were. */
  readonly asked: string[];
}

/** The page in the document, as the modules that are loaded later see it. */
export function fakePage(): FakePage {
  const asked: string[] = [];
  const noting =
    (what: string) =>
    ({ id }: PageCell, ...rest: unknown[]) =>
      void asked.push([what, id, ...rest].join(" "));
  const actions: Actions = {
    run: noting("run"),
    stop: () => void asked.push("stop"),
    edit: noting("edit"),
    reset: noting("reset"),
    check: noting("check"),
    goTo: noting("go to"),
  };
  const sections = [...document.querySelectorAll<HTMLElement>("section.code")];
  const bar = makeBar("All cells");
  document.querySelector("h1")?.after(bar.element);
  return {
    asked,
    cells: sections.map((section, i) => new PageCell(section, i + 1, actions)),
    bar,
    scripts: "https://a.org/assets/live/1/",
    compiled: "https://a.org/cells/2.json",
    notebook: "https://a.org/notebooks/1.0%20A.ipynb",
    openDataFiles: () => void asked.push("data files"),
    showRunning: (runs) => void asked.push(runs ? "running" : "at rest"),
  };
}

/** What an element's line of how things stand says. */
export function statusOf(element: Element): string | null | undefined {
  return element.querySelector("[role=status]")?.textContent;
}
