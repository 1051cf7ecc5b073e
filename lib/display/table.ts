import { alignColumns } from "./alignColumns.ts";
import { displayable } from "./displayable.ts";
import { escapeHtml } from "./escapeHtml.ts";

/** Rows of one kind; a notebook shows them as a table, `console.table` prints them. */
export type Table<Row> = readonly Row[];

/** Rows that show as a table when they are the last value of a cell; keys head the columns. */
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

function html([head, ...rows]: string[][]): string {
  const cells = (tag: string, texts: string[]) =>
    `<tr>${texts.map((text) => `<${tag}>${escapeHtml(text)}</${tag}>`).join("")}</tr>`;
  const body = rows.map((row) => cells("td", row)).join("");
  return `<table><thead>${cells("th", head)}</thead><tbody>${body}</tbody></table>`;
}
