import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, type Machine } from "./machine.ts";
import { markdown, type Table } from "./table.ts";

/** What a bench measured. */
export interface Result {
  readonly bench: string;
  /** ISO 8601. */
  readonly date: string;
  readonly machine: Machine;
  readonly tables: readonly Table[];
}

const page = fileURLToPath(new URL("../../docs/benchmarks.md", import.meta.url));

/**
 * Puts results into docs/benchmarks.md, each in the place of what its bench measured before, or at
 * the end; the other benches keep theirs.
 */
export async function writePage(results: readonly Result[]): Promise<void> {
  let text = await readFile(page, "utf8");
  for (const result of results) text = withSection(text, result);
  await writeFile(page, text);
}

/** The text of the page with one result in its place. */
export function withSection(text: string, result: Result): string {
  const begin = `<!-- ${result.bench} -->\n`;
  const end = `<!-- end of ${result.bench} -->\n`;
  const section = `${begin}${sectionOf(result)}${end}`;
  const from = text.indexOf(begin);
  if (from < 0) return `${text.trimEnd()}\n\n${section}`;
  const to = text.indexOf(end, from);
  if (to < 0) throw new Error(`docs/benchmarks.md lacks ${end.trim()}`);
  return text.slice(0, from) + section + text.slice(to + end.length);
}

function sectionOf({ bench, date, machine, tables }: Result): string {
  return [
    `## ${bench}`,
    "",
    `${date.slice(0, 10)}; ${describe(machine)}; ${machine.load.toFixed(1)} processes wanted to run.`,
    "",
    ...tables.map(markdown),
    "",
  ].join("\n");
}
