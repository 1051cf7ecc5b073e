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
import { parseArgs } from "node:util";
import { describe, machine } from "./core/machine.ts";
import { type Result, writePage } from "./core/page.ts";
import { peersPython } from "./core/python.ts";
import { markdown, type Table } from "./core/table.ts";

/** How long the long benches take; what is left out is as in full. */
export interface BenchOptions {
  /** Iterations of training. */
  readonly iterations?: number;
  /** Measurements of each side. */
  readonly rounds?: number;
  /** A directory to go on from after an interruption. */
  readonly checkpoint?: string;
}

/** A bench prints nothing; it gives its tables, one after the other. */
export type Bench = (python: string | undefined, options: BenchOptions) => AsyncGenerator<Table>;

const USUAL = ["ops", "knn", "voronoi", "pipeline", "training", "depthwise", "startup", "kernel"];
/** Each with the options it takes. */
const LONG: Readonly<Record<string, readonly (keyof BenchOptions)[]>> = {
  accuracy: ["iterations"],
  changes: ["iterations", "checkpoint"],
  class: ["iterations"],
  course: ["iterations", "checkpoint"],
  gridSearch: ["iterations", "rounds"],
  search: ["iterations", "rounds"],
  gpu: [],
};
const WITHOUT_PYTHON = ["changes", "class", "course", "depthwise", "gridSearch", "search", "gpu"];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    write: { type: "boolean", default: false },
    iterations: { type: "string" },
    rounds: { type: "string" },
    checkpoint: { type: "string" },
  },
});
const names = positionals.length ? positionals : USUAL;
const all = [...USUAL, ...Object.keys(LONG)];
const { write, iterations, rounds, checkpoint } = values;
const options: BenchOptions = {
  ...(iterations !== undefined && { iterations: Number(iterations) }),
  ...(rounds !== undefined && { rounds: Number(rounds) }),
  ...(checkpoint !== undefined && { checkpoint }),
};
for (const name of names) {
  if (!all.includes(name)) giveUp(`there is no ${name}; choose from ${all.join(", ")}`);
  for (const [option, value] of Object.entries(options)) {
    const takes = LONG[name] ?? [];
    if (!takes.some((known) => known === option)) {
      giveUp(
        `${name} has no --${option}; it takes ${takes.map((known) => `--${known}`).join(", ") || "no options"}`,
      );
    }
    if (option !== "checkpoint" && !(Number.isInteger(value) && value >= 1)) {
      giveUp(
        `--${option} is ${values[option as keyof BenchOptions]}, it takes a whole number from 1`,
      );
    }
  }
}

const python = names.every((name) => WITHOUT_PYTHON.includes(name))
  ? undefined
  : await peersPython();
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

function giveUp(problem: string): never {
  console.error(`bench: ${problem}`);
  process.exit(1);
}
