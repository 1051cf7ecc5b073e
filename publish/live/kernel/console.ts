import { format, inspect } from "node:util";

type Put = (name: "stdout" | "stderr", text: string) => void;

/** Has the console write under the cells, as Node's would. */
export function pageConsole(put: Put): Partial<Console> {
  let indent = "";
  const counts = new Map<string, number>();
  const starts = new Map<string, number>();
  const write = (name: "stdout" | "stderr", text: string) =>
    put(name, `${indent}${text.replaceAll("\n", `\n${indent}`)}\n`);
  const log = (...args: unknown[]) => write("stdout", format(...args));
  const error = (...args: unknown[]) => write("stderr", format(...args));
  const spent = (label: string) => {
    const start = starts.get(label);
    if (start !== undefined) return `${label}: ${(performance.now() - start).toFixed(3)}ms`;
    error(`Warning: No such label '${label}' for console.time()`);
    return undefined;
  };
  const timeLog = (label = "default", ...args: unknown[]) => {
    const text = spent(label);
    if (text) log(text, ...args);
  };
  const group = (...args: unknown[]) => {
    if (args.length) log(...args);
    indent += "  ";
  };
  return {
    log,
    info: log,
    debug: log,
    error,
    warn: error,
    dir: (value: unknown, options?: object) => write("stdout", inspect(value, options)),
    dirxml: log,
    table: (rows: unknown, columns?: readonly string[]) => log(tableOf(rows, columns) ?? rows),
    trace: (...args: unknown[]) => error(`Trace: ${format(...args)}`),
    assert(holds?: unknown, ...args: unknown[]) {
      if (!holds) error(args.length ? `Assertion failed: ${format(...args)}` : "Assertion failed");
    },
    count(label = "default") {
      counts.set(label, (counts.get(label) ?? 0) + 1);
      log(`${label}: ${counts.get(label)}`);
    },
    countReset: (label = "default") => void counts.delete(label),
    group,
    groupCollapsed: group,
    groupEnd() {
      indent = indent.slice(2);
    },
    time: (label = "default") => void starts.set(label, performance.now()),
    timeLog,
    timeEnd(label = "default") {
      timeLog(label);
      starts.delete(label);
    },
  };
}

/** Rows in a frame, as Node's `console.table` draws them; undefined for what has no rows. */
export function tableOf(rows: unknown, columns?: readonly string[]): string | undefined {
  if (typeof rows !== "object" || rows === null) return undefined;
  const entries: [unknown, unknown][] =
    rows instanceof Map || rows instanceof Set
      ? [...rows].map((value, i) => [i, value])
      : Object.entries(rows);
  const isRow = (value: unknown): value is Record<string, unknown> =>
    typeof value === "object" && value !== null;
  const show = (value: unknown) => inspect(value, { depth: isRow(value) ? -1 : 0 });
  const keys = columns ?? [
    ...new Set(entries.flatMap(([, row]) => (isRow(row) ? Object.keys(row) : []))),
  ];
  const hasValues = entries.some(([, row]) => !isRow(row));
  const head = ["(index)", ...keys, ...(hasValues ? ["Values"] : [])];
  const lines = entries.map(([index, row]) => [
    String(index),
    ...keys.map((key) => (isRow(row) && key in row ? show(row[key]) : "")),
    ...(hasValues ? [isRow(row) ? "" : show(row)] : []),
  ]);
  const widths = head.map(
    (_, i) => 2 + Math.max(...[head, ...lines].map((line) => line[i].length)),
  );
  const rule = (left: string, middle: string, right: string) =>
    left + widths.map((width) => "─".repeat(width)).join(middle) + right;
  const line = (texts: string[]) =>
    `│${texts.map((text, i) => ` ${text.padEnd(widths[i] - 1)}`).join("│")}│`;
  return [
    rule("┌", "┬", "┐"),
    line(head),
    rule("├", "┼", "┤"),
    ...lines.map(line),
    rule("└", "┴", "┘"),
  ].join("\n");
}
