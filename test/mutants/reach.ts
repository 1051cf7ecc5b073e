import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  GREATEST_LOWER_BOUND,
  generatedPositionFor,
  LEAST_UPPER_BOUND,
  TraceMap,
} from "@jridgewell/trace-mapping";
import type { Mutant } from "./mutants.ts";

/** What V8 writes where NODE_V8_COVERAGE names a folder: one such file a process or thread. */
interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly { readonly ranges: readonly Range[] }[];
  }[];
  readonly "source-map-cache"?: Readonly<Record<string, SourceMap | undefined>>;
}
interface Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}
interface SourceMap {
  /** Of the lines of what was compiled, without their ends. */
  readonly lineLengths: readonly number[];
  readonly data: MapData;
}
type MapData = ConstructorParameters<typeof TraceMap>[0];

/**
 * Which of the mutants' places a run has reached, by the coverage that it left. What runs as it is
 * written counts in any folder: a test may have copied it.
 *
 * @param sources the texts of the sources, by file
 */
export function reached(
  mutants: readonly Mutant[],
  sources: ReadonlyMap<string, string>,
  folder: string,
  coverage: string,
): Set<Mutant> {
  const found = new Set<Mutant>();
  const byUrl = new Map<string, Mutant[]>();
  for (const mutant of mutants) {
    const url = pathToFileURL(join(folder, mutant.file)).href;
    byUrl.set(url, [...(byUrl.get(url) ?? []), mutant]);
  }
  for (const name of readdirSync(coverage)) {
    const written: Coverage = JSON.parse(readFileSync(join(coverage, name), "utf8"));
    for (const { url, functions } of written.result) {
      const map = written["source-map-cache"]?.[url];
      if (!map?.data) {
        for (const mutant of mutants) {
          const isReached = url.endsWith(`/${mutant.file}`) && countAt(functions, mutant.start) > 0;
          if (isReached) found.add(mutant);
        }
        continue;
      }
      const steps = stepsTo(map.data, byUrl);
      for (const mutant of byUrl.get(steps[0]?.source) ?? []) {
        const place = steps.reduce(generated, placeIn(mutant, sources.get(mutant.file) ?? ""));
        if (place && countAt(functions, offsetOf(place, map.lineLengths)) > 0) found.add(mutant);
      }
    }
  }
  return found;
}

/** A line, from 1, and a column. */
interface Place {
  readonly line: number;
  readonly column: number;
}

/** One compilation: of which source, and where its places went. */
interface Step {
  readonly source: string;
  readonly trace: TraceMap;
}

/** From a mutated source to what ran: one compilation, or two where tsx compiled what tsc had. */
function stepsTo(data: MapData, byUrl: ReadonlyMap<string, unknown>): Step[] {
  const trace = new TraceMap(data);
  for (const source of trace.resolvedSources) {
    if (byUrl.has(source)) return [{ source, trace }];
    const map = source.startsWith("file:") ? new URL(`${source}.map`) : undefined;
    if (!map || !existsSync(map)) continue;
    const built = new TraceMap(readFileSync(map, "utf8"), map.href);
    const first = built.resolvedSources.find((each) => byUrl.has(each));
    if (first) {
      return [
        { source: first, trace: built },
        { source, trace },
      ];
    }
  }
  return [];
}

function placeIn({ start, line }: Mutant, text: string): Place | undefined {
  return { line, column: start - (text.lastIndexOf("\n", start - 1) + 1) };
}

function generated(place: Place | undefined, { source, trace }: Step): Place | undefined {
  if (!place) return undefined;
  for (const bias of [GREATEST_LOWER_BOUND, LEAST_UPPER_BOUND] as const) {
    const { line, column } = generatedPositionFor(trace, { source, ...place, bias });
    if (line !== null) return { line, column };
  }
  return undefined;
}

/** Where a place is, given the lengths of the lines without their ends. */
function offsetOf({ line, column }: Place, lineLengths: readonly number[]): number {
  return lineLengths.slice(0, line - 1).reduce((sum, length) => sum + length + 1, column);
}

/** How often the innermost block at an offset ran. */
function countAt(
  functions: readonly { readonly ranges: readonly Range[] }[],
  offset: number,
): number {
  let inner: Range | undefined;
  for (const { ranges } of functions) {
    for (const range of ranges) {
      const { startOffset, endOffset } = range;
      if (startOffset > offset || offset >= endOffset) continue;
      if (!inner || endOffset - startOffset <= inner.endOffset - inner.startOffset) inner = range;
    }
  }
  return inner?.count ?? 0;
}
