/**
 * Measures this project against its peers, prints tables and writes them to bench/results.
 *
 *     npm run bench                      all but the long ones
 *     npm run bench -- training knn      these
 *     npm run bench -- --write knn       and puts the results into docs/benchmarks.md
 *     npm run bench -- accuracy --iterations 300
 *                                        a long one in short
 *
 * Every table runs its sides in turn in one go. Its ratios hold better than its times.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type BenchOptions, type Choice, readChoice } from "./core/choice.ts";
import { describe, machine } from "./core/machine.ts";
import { type Result, writePage } from "./core/page.ts";
import { peersPython } from "./core/python.ts";
import { markdown, type Table } from "./core/table.ts";

/** A bench prints nothing; it gives its tables, one after the other. */
export type Bench = (python: string | undefined, options: BenchOptions) => AsyncGenerator<Table>;

const { names, options, write, needsPython } = choose(process.argv.slice(2));
const python = needsPython ? await peersPython() : undefined;
const measuredOn = machine(python);
console.log(`${describe(measuredOn)}; ${measuredOn.load.toFixed(1)} processes wanted to run\n`);
const results = fileURLToPath(new URL("results/", import.meta.url));
await mkdir(results, { recursive: true });
const measured: Result[] = [];
for (const name of names) {
  const { bench }: { bench: Bench } = await import(`./${name}/index.ts`);
  const about = { bench: name, date: new Date().toISOString(), machine: measuredOn };
  const tables: Table[] = [];
  for await (const table of bench(python, options)) {
    tables.push(table);
    console.log(markdown(table));
    await writeFile(`${results}${name}.json`, JSON.stringify({ ...about, tables }, null, 2));
  }
  measured.push({ ...about, tables });
  const text = tables.map(markdown).join("\n");
  await writeFile(`${results}${name}.md`, `${describe(measuredOn)}\n\n${text}`);
}
if (write) await writePage(measured);

function choose(args: readonly string[]): Choice {
  try {
    return readChoice(args);
  } catch (error) {
    console.error(`bench: ${(error as Error).message}`);
    process.exit(1);
  }
}
