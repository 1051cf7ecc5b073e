import { expect } from "chai";
import { type Notebook, text } from "./notebook.ts";

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
    const figures = this.#shown(id, "application/vnd.plotly.v1+json") as unknown[] as {
      data: { name: string; x: number[]; y: number[] }[];
    }[];
    return new Map(figures.flatMap(({ data }) => data.map((line) => [line.name, line])));
  }

  /** Every text of the run that is computed holds numbers where it speaks of numbers. */
  expectWholeTexts(): void {
    for (const { id } of this.#run.cells)
      expect(this.markdown(id), id).to.not.match(/NaN|undefined|Infinity|\[object/);
  }

  #shown(id: string, type: string): (string | string[])[] {
    const cell = this.#run.cells.find((one) => one.id === id);
    expect(cell, `cell ${id}`).to.not.equal(undefined);
    return (cell?.outputs ?? []).flatMap(({ data }) => (data?.[type] ? [data[type]] : []));
  }
}
