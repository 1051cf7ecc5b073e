/**
 * Measures this project against its peers, prints tables and writes them to bench/results.
 *
 *     npm run bench                      all but the long ones
 *     npm run bench -- training knn      these
 *     npm run bench -- --readme          all, and puts one table of all results into README.md
 *
 * Every table runs its sides in turn in one go. Its ratios hold better than its times.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { describe, machine } from "./core/machine.ts";
import { peersPython } from "./core/python.ts";
import { writeSummary } from "./core/summary.ts";
import { markdown, type Table } from "./core/table.ts";

/** A bench prints nothing; it gives its tables, one after the other. */
export type Bench = (python: string | undefined) => AsyncGenerator<Table>;

const USUAL = ["ops", "knn", "voronoi", "pipeline", "training", "startup", "kernel"];
const LONG = ["accuracy", "gpu"];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { readme: { type: "boolean", default: false } },
});
const names = positionals.length ? positionals : USUAL;
const unknown = names.find((name) => ![...USUAL, ...LONG].includes(name));
if (unknown) {
  console.error(`bench: there is no ${unknown}; choose from ${[...USUAL, ...LONG].join(", ")}`);
  process.exit(1);
}

const python = names.some((name) => name !== "gpu") ? await peersPython() : undefined;
const measuredOn = machine(python);
console.log(`${describe(measuredOn)}; ${measuredOn.load.toFixed(1)} processes wanted to run\n`);
const results = fileURLToPath(new URL("results/", import.meta.url));
await mkdir(results, { recursive: true });
for (const name of names) {
  const { bench }: { bench: Bench } = await import(`./${name}/index.ts`);
  const about = { bench: name, date: new Date().toISOString(), machine: measuredOn };
  const tables: Table[] = [];
  for await (const table of bench(python)) {
    tables.push(table);
    console.log(markdown(table));
    await writeFile(`${results}${name}.json`, JSON.stringify({ ...about, tables }, null, 2));
  }
  const text = tables.map(markdown).join("\n");
  await writeFile(`${results}${name}.md`, `${describe(measuredOn)}\n\n${text}`);
}
if (values.readme) await writeSummary(results);
