import type { Locator, Page } from "playwright-core";
import { requireChromium } from "../../notebooks/jupyterlab.ts";
import type { Notebook } from "../../notebooks/notebook.ts";
import { PublishedSite } from "./publishedSite.ts";

const LITTLE: Notebook = {
  cells: [
    "# Little",
    "const one: number = 1;\none;",
    "console.log('before');\none + 1;",
    '({ data: [{ y: [1, 3, one] }], layout: { title: { text: "A line" } } });',
    'import { markdown } from "lib/display";\nmarkdown("**Bold** and $x^2$");',
  ].map((source, i) => ({
    id: `c${i}`,
    source,
    metadata: {},
    ...(i === 0
      ? { cell_type: "markdown" }
      : { cell_type: "code", outputs: [], execution_count: null }),
  })) as Notebook["cells"],
  metadata: { kernelspec: { name: "typescript", display_name: "TypeScript" } as { name: string } },
  nbformat: 4,
  nbformat_minor: 5,
};
LITTLE.cells[1].outputs = [
  { output_type: "display_data", data: { "text/plain": "published" }, metadata: {} } as object as {
    output_type: string;
  },
];

let published: Promise<PublishedSite> | undefined;

/** Tests of the site of a little notebook, which is published once for all suites of the process. */
export function describeLittle(tests: (site: () => PublishedSite) => void): void {
  describe("pages whose cells run", function () {
    this.timeout(900_000);
    let site: PublishedSite;

    before(async function () {
      requireChromium(this);
      published ??= PublishedSite.make({ little: LITTLE });
      site = await published;
    });

    tests(() => site);
  });
}

after(async () => (await published)?.remove());

export const button = (place: Page | Locator, name: string): Locator =>
  place.getByRole("button", { name, exact: true });

/** Waits until the status of a cell reads so. */
export const says = (cell: Locator, text: RegExp): Promise<void> =>
  cell.locator(".bar [role=status]").filter({ hasText: text }).waitFor();

/** What a cell that has run shows. */
export const output = (cell: Locator): Promise<string> => cell.locator(".live").innerText();

/** Replaces the source of a cell by keyboard alone. */
export async function write(page: Page, cell: Locator, source: string): Promise<void> {
  await button(cell, "Edit").focus();
  await page.keyboard.press("Enter");
  await cell.locator(".cm-content:focus").waitFor();
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText(source);
}
