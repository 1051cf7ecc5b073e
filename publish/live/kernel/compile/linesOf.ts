import { decodedMappings, TraceMap } from "@jridgewell/trace-mapping";
import type { Lines } from "../lines.ts";

/** What a source map says, so that who reads it has nothing to decode. */
export function linesOf(map: string): Lines {
  return decodedMappings(new TraceMap(map)).map((line) =>
    line.flatMap(([from, source, line = 0, column = 0]) =>
      source === undefined ? [] : [[from, line + 1, column] as const],
    ),
  );
}
