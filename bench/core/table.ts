import type { Side } from "./side.ts";

/** One table of figures. */
export interface Table {
  readonly title: string;
  readonly unit: string;
  readonly rows: readonly Row[];
  readonly notes: readonly string[];
}

export interface Row {
  readonly name: string;
  /** One a round. */
  readonly times: readonly number[];
  readonly median: number;
  /** Median over the rounds of this row's time over the first row's. */
  readonly ratio: number;
}

/** Measures all sides in turn, `rounds` times, where `warmUp` after one round that does not count. */
export async function interleave(
  title: string,
  unit: string,
  sides: readonly Side[],
  {
    rounds = 7,
    warmUp = true,
    notes = [],
  }: { rounds?: number; warmUp?: boolean; notes?: string[] } = {},
): Promise<Table> {
  if (warmUp) for (const side of sides) await side.measure();
  const times = sides.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, side] of sides.entries()) times[i].push(await side.measure());
  }
  const rows = sides.map(({ name }, i) => ({
    name,
    times: times[i],
    median: median(times[i]),
    ratio: median(times[i].map((time, round) => time / times[0][round])),
  }));
  return { title, unit, rows, notes: [`Medians of ${rounds} rounds.`, ...notes] };
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

/** The table in Markdown; ratios are to its first row. */
export function markdown({ title, unit, rows, notes }: Table): string {
  return [
    `**${title}**`,
    "",
    `| | ${unit} | ratio |`,
    "| --- | ---: | ---: |",
    ...rows.map(({ name, median, ratio }) => `| ${name} | ${digits(median)} | ${digits(ratio)} |`),
    "",
    notes.join(" "),
    "",
  ].join("\n");
}

/** Three digits that count; a dash for what there is not. */
export function digits(value: number): string {
  if (Number.isNaN(value)) return "–";
  const places = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return value.toFixed(Math.min(places, 3));
}
