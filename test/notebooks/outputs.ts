import { expect } from "chai";
import { type Notebook, text } from "./notebook.ts";

/** A figure of a cell. */
interface Drawn {
  readonly data: readonly { name: string; x: number[]; y: number[] }[];
  readonly layout: { readonly meta?: { readonly description: string } };
}

/** What the cells of a run show, by their ids. */
export class Outputs {
  readonly #run: Notebook;

  constructor(run: Notebook) {
    this.#run = run;
  }

  /** The texts that a cell shows as Markdown. */
  markdown(id: string): string {
    return this.#shown(id, "text/markdown").map(text).join("\n").replaceAll(/\s+/g, " ");
  }

  /** The rows of the table that a cell shows, by the names of its columns. */
  table(id: string): Record<string, string>[] {
    const [names, ...rows] = this.#shown(id, "text/plain")
      .flatMap((shown) => text(shown).trim().split("\n"))
      .map((line) => line.split(/ {2,}/));
    return rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]])));
  }

  /** The vertical coordinates of the lines that a cell draws, by their names. */
  lines(id: string): Map<string, { readonly x: number[]; readonly y: number[] }> {
    return new Map(this.#figures(id).flatMap(({ data }) => data.map((line) => [line.name, line])));
  }

  /** Every text that is computed has numbers where it speaks of numbers; what tells of a figure has no markup. */
  expectWholeTexts(): void {
    const missing = /NaN|undefined|Infinity|\[object/;
    for (const { id } of this.#run.cells) {
      expect(this.markdown(id), id).to.not.match(missing);
      for (const { layout } of this.#figures(id)) {
        expect(layout.meta?.description, id)
          .to.match(/\w+ \w+/)
          .and.not.match(missing)
          .and.not.match(/<\/?\w/);
      }
    }
  }

  #figures(id: string): Drawn[] {
    return this.#shown(id, "application/vnd.plotly.v1+json") as unknown[] as Drawn[];
  }

  #shown(id: string, type: string): (string | string[])[] {
    const cell = this.#run.cells.find((one) => one.id === id);
    expect(cell, `cell ${id}`).to.not.equal(undefined);
    return (cell?.outputs ?? []).flatMap(({ data }) => (data?.[type] ? [data[type]] : []));
  }
}
