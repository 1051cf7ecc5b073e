import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import ts = require("typescript-api");

import type { Translated } from "../threads.ts";
import { toCommonJs } from "./commonJs.ts";
import { KEPT, keep, readKept, sumOf } from "./keptFile.ts";

/** What makes a module CommonJS: what another of them made is made anew. */
const makers = ["commonJs", "interruptPoints"].map((name) =>
  readFileSync(fileURLToPath(new URL(name + path.extname(import.meta.url), import.meta.url))),
);
const MAKER = Buffer.concat([Buffer.from(ts.version), ...makers]);

const shortSum = (...parts: (string | Buffer)[]) =>
  sumOf(Buffer.concat(parts.map((part) => Buffer.from(part)))).toString("hex", 0, 16);

/**
 * A JavaScript file as CommonJS with interrupt points, as an earlier kernel made it of the same text: the 170 files
 * of lib that a notebook imports take 1.4 s.
 *
 * @param folder where it is kept, by its place seen from there, so that both may move
 */
export function translatedModule(file: string, folder: string = KEPT): Translated {
  const source = readFileSync(file);
  const from = shortSum(MAKER, source);
  const kept = path.join(folder, "modules", `${shortSum(path.relative(folder, file))}.json`);
  const found: (Translated & { from: string }) | undefined = JSON.parse(
    readKept(kept)?.toString() ?? "null",
  );
  if (found?.from === from) return { js: found.js, maps: found.maps };
  const translated = toCommonJs(source.toString());
  keep(kept, Buffer.from(JSON.stringify({ from, ...translated })));
  return translated;
}
