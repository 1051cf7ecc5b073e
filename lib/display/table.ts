import { alignColumns } from "./alignColumns.ts";
import { displayable } from "./displayable.ts";
import { escapeHtml } from "./escapeHtml.ts";

/** Rows of one kind; a notebook shows them as a table, `console.table` prints them. */
export type Table<Row> = readonly Row[];

/**
 * Rows that show as a table when they are the last value of a cell; keys head the columns. Columns of numbers, also of those
 * with a unit as in "44.5 %", stand on the right, columns of text on the left.
 */
export function table<Row extends Record<string, string | number>>(
  rows: readonly Row[],
): Table<Row> {
  return displayable([...rows], tableBundle);
}

/** The rows as HTML and as aligned text. */
export function tableBundle(rows: readonly Record<string, string | number>[]): {
  "text/html": string;
  "text/plain": string;
} {
  const head = Object.keys(rows[0] ?? {});
  const lines = [head, ...rows.map((row) => head.map((key) => format(row[key])))];
  return { "text/html": html(lines), "text/plain": alignColumns(lines).join("\n") };
}

function format(value: string | number): string {
  return typeof value === "number" ? value.toLocaleString("en") : value;
}

/** Every cell has its own style: JupyterLab, nbconvert and our pages align all cells of a table alike, each its way. */
function html([head, ...rows]: string[][]): string {
  const sides = head.map((_, i) => (holdsNumbers(rows.map((row) => row[i])) ? "right" : "left"));
  const cell = (tag: string, text: string, i: number) =>
    `<${tag} style="text-align:${sides[i]}">${escapeHtml(text)}</${tag}>`;
  const line = (tag: string, texts: string[]) =>
    `<tr>${texts.map((text, i) => cell(tag, text, i)).join("")}</tr>`;
  const body = rows.map((row) => line("td", row)).join("");
  return `<table><thead>${line("th", head)}</thead><tbody>${body}</tbody></table>`;
}

/** A number, with an error or a unit behind it if it has one: "−3", "1,000", "44.5 %", "1.2 ± 0.3 points". */
const NUMBER = /^[+−-]?\d+(,\d{3})*(\.\d+)?(e[+-]?\d+)?( ± [\d.]+)?( \D*)?$/;

/** A column of numbers may say in words where there is none: "–", "not within the run". */
function holdsNumbers(column: readonly string[]): boolean {
  return (
    column.some((text) => NUMBER.test(text)) &&
    column.every((text) => NUMBER.test(text) || !/\d/.test(text))
  );
}
