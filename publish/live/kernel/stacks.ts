import { shortenStack } from "../../../kernel/cells/shortenStack.ts";
import type { Lines } from "./lines.ts";

/** Where compiled code comes from. */
interface Source {
  /** The number of the cell. */
  cell: number;
  /** What lead back to its lines, one after another. */
  lines: () => readonly Lines[];
  /** The lines that were put before the source, or before the code. */
  added: number;
}

/** Lines that stand before the code in the module that it runs as. */
const HEAD = 1;

/** A column by which a line's first entry has come: `exports.tsLastExpr = ` stands before. */
const FIRST_ENTRY = 40;

const base = new URL("./", import.meta.url).href;
const sources = new Map<string, Source>();

/** Takes note of where code comes from that runs under this name. */
export function addSource(name: string, source: Source): void {
  sources.set(name, source);
}

function follow(lines: Lines, line: number, column: number): { line: number; column: number } {
  const entries = lines[line - 1] ?? [];
  const found =
    entries.findLast(([from]) => from < column) ?? entries.find(([from]) => from <= FIRST_ENTRY);
  return found ? { line: found[1], column: found[2] + 1 } : { line, column };
}

/** A place in compiled code as one in the source: "cell 3:2:7". */
function toSource(name: string, line: number, column: number): string {
  const source = sources.get(name);
  if (!source) return `${name}:${line}:${column}`;
  let place = { line: line - HEAD, column };
  for (const lines of source.lines()) place = follow(lines, place.line, place.column);
  return `cell ${source.cell}:${place.line - source.added}:${place.column}`;
}

const PLACE = /(cell-\d+-\d+):(\d+):(\d+)/;

/** A line of a stack that speaks of the source, in V8's words; undefined for the kernel's own. */
function showFrame(frame: string): string | undefined {
  const [, name, place] = /^(.*?)@(.*)$/.exec(frame) ?? []; // as Firefox and Safari have it
  const text = place === undefined ? frame.trim() : `at ${name || "<anonymous>"} (${place})`;
  if (text.includes(`${base}kernel.js`)) return undefined;
  const own = text.replace(PLACE, (_, name, line, column) =>
    toSource(name, Number(line), Number(column)),
  );
  const shown = own
    .replace(/at (async )?(Object\.)?(default|run)( \[as run\])? \((cell [^)]*)\)/, "at $1$5")
    .replaceAll(base, "");
  return `    ${shown}`;
}

/** A stack that speaks of the source's lines, and leaves out the kernel. */
export function sourceStack(error: Error, stack: string): string {
  const head = Error.prototype.toString.call(error);
  const frames = stack.startsWith(head) ? stack.slice(head.length) : stack;
  const lines = frames.split("\n").filter((line) => /^\s+at |@/.test(line));
  const shown = lines.map(showFrame).filter((line) => line !== undefined);
  while (shown.at(-1)?.endsWith("(<anonymous>)")) shown.pop(); // the engine, called by the kernel
  return [head, ...shortenStack(shown)].join("\n");
}

/** Makes stacks speak of the source: V8 asks for it, of others what is thrown is changed. */
export function showSources(): void {
  const V8 = Error as ErrorConstructor & {
    prepareStackTrace?: (error: Error, sites: object[]) => string;
  };
  V8.stackTraceLimit = 50; // deep enough to come from a library to the cell that called it
  V8.prepareStackTrace = (error, sites) => {
    try {
      return sourceStack(error, sites.map((site) => `    at ${site}`).join("\n"));
    } catch {
      return `${error}`;
    }
  };
}

/** Has the stack of what was thrown speak of the source, where the engine did not do so. */
export function mendStack(thrown: unknown): void {
  if (!(thrown instanceof Error)) return;
  const { stack = "" } = thrown;
  if (PLACE.test(stack)) thrown.stack = sourceStack(thrown, stack);
}
