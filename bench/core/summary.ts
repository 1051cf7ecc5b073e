import { readdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, type Machine } from "./machine.ts";
import { digits, type Table } from "./table.ts";

interface Result {
  bench: string;
  date: string;
  machine: Machine;
  tables: Table[];
}

const readme = fileURLToPath(new URL("../../README.md", import.meta.url));
const [begin, end] = ["<!-- npm run bench -->", "<!-- end -->"];

/** Puts one table of all results in a folder into README.md, between its two comments. */
export async function writeSummary(folder: string): Promise<void> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".json")).sort();
  const results: Result[] = [];
  for (const file of files) results.push(JSON.parse(await readFile(`${folder}${file}`, "utf8")));
  const text = await readFile(readme, "utf8");
  const [before, after] = [text.split(begin)[0], text.split(end)[1]];
  if (after === undefined) throw new Error(`README.md lacks ${begin} or ${end}`);
  await writeFile(readme, `${before}${begin}\n${summary(results)}\n${end}${after}`);
}

/** One table; the first of the rows of a case is what the others' ratios are to. */
function summary(results: Result[]): string {
  const rows = results.flatMap(({ tables }) =>
    tables.flatMap(({ title, unit, rows }) => [
      `| **${title}** | **${unit}** | |`,
      ...rows.map(
        ({ name, median, ratio }) => `| ${name} | ${digits(median)} | ${digits(ratio)} |`,
      ),
    ]),
  );
  const loads = results.map(({ bench, machine }) => `${bench} ${machine.load.toFixed(1)}`);
  return [
    `${describe(results[0].machine)}. Processes that wanted to run at the start of each bench: ${loads.join(", ")}.`,
    "",
    "| | time | ratio |",
    "| --- | ---: | ---: |",
    ...rows,
    "",
    ...results.flatMap(({ tables }) =>
      tables.map(({ title, notes }) => `- ${title}: ${notes.join(" ")}`),
    ),
  ].join("\n");
}
