import { existsSync, readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import path from "node:path";
import { projectRoot } from "../tslab.ts";
import { shortenStack } from "./shortenStack.ts";

/** Where translated code comes from. */
interface Source {
  /** What stacks call it. */
  file: string;
  /** Maps that lead back to its lines, one after another. */
  maps: string[];
  /** The lines that were put before the source when it was translated. */
  added?: number;
}

interface Place {
  file: string;
  line: number;
  column: number;
}

/** A column by which a line's first entry has come: `export const tsLastExpr = ` stands before. */
const FIRST_ENTRY = 40;

const kernel = new URL("..", import.meta.url).href;
const sources = new Map<string, Source>();
const parsed = new Map<string, SourceMap>();

/** Takes note of where translated code, compiled under this name, comes from. */
export function addSource(name: string, source: Source): void {
  sources.set(name, source);
}

function follow(text: string, place: Place): Place {
  const map = parsed.get(text) ?? new SourceMap(JSON.parse(text));
  parsed.set(text, map);
  let column = place.column - 1; // before the first entry is what the translator wrote
  while (column < FIRST_ENTRY && !("originalLine" in map.findEntry(place.line - 1, column))) {
    column++;
  }
  const entry = map.findEntry(place.line - 1, column);
  if (!("originalLine" in entry)) return place;
  const { originalSource, originalLine, originalColumn } = entry;
  return { file: originalSource, line: originalLine + 1, column: originalColumn + 1 };
}

/** The place in the source that a place in translated code comes from. */
function toSource(place: Place): Place {
  const source = sources.get(place.file);
  if (!source) return place;
  let { line, column } = place;
  for (const map of source.maps) ({ line, column } = follow(map, { file: "", line, column }));
  const found = { file: source.file, line: line - (source.added ?? 0), column };
  const written = `${source.file}.map`; // by the compiler of a library
  if (!existsSync(written)) return found;
  const original = follow(readFileSync(written, "utf8"), found);
  return { ...original, file: path.resolve(path.dirname(source.file), original.file) };
}

/** A path as short as it can be read: from the notebook's folder or from the project's. */
function shorten(file: string): string {
  for (const folder of [process.cwd(), projectRoot]) {
    if (file.startsWith(folder + path.sep)) return file.slice(folder.length + 1);
  }
  return file;
}

/** The place in the source, as stacks name it. */
function nameSource(place: Place): string {
  const { file, line, column } = toSource(place);
  return `${shorten(file)}:${line}:${column}`;
}

/** A line for what `eval` ran, with the place that called it. */
const showEvaluated = (site: NodeJS.CallSite) =>
  String(site).replace(/\(([^()]+):(\d+):(\d+)\)/g, (_, file: string, line, column) => {
    const head = file.startsWith("cell ") ? 1 : 0; // the function's, which V8 counts only here
    return `(${nameSource({ file, line: Number(line) - head, column: Number(column) })})`;
  });

function showSite(site: NodeJS.CallSite): string {
  const [file, line, column] = [site.getFileName(), site.getLineNumber(), site.getColumnNumber()];
  if (!file || line === null || column === null) return showEvaluated(site);
  const place = nameSource({ file, line, column });
  const text = String(site).replace(`${file}:${line}:${column}`, () => place);
  return text.replace(/^Object\./, ""); // the module that an import became
}

const isIn = (place: string) => (site: NodeJS.CallSite) => site.getFileName()?.startsWith(place);
const isOurs = isIn(kernel);
const isNodes = isIn("node:");

/** Makes stacks speak of the source's lines, and leave out the kernel that runs it. */
export function showSources(): void {
  Error.stackTraceLimit = 50; // deep enough to come from a package to the cell that called it
  Error.prepareStackTrace = (error, sites) => {
    try {
      return writeStack(error, sites);
    } catch {
      return `${error}`; // a cell has replaced a built-in function: an error here ends the process
    }
  };
}

function writeStack(error: Error, sites: NodeJS.CallSite[]): string {
  const others = sites.filter((site) => !isOurs(site));
  const end = others.findLastIndex((site) => !isNodes(site)) + 1; // what called the kernel
  const lines = others.slice(0, end).map((site) => `    at ${showSite(site)}`);
  return [Error.prototype.toString.call(error), ...shortenStack(lines)].join("\n");
}
