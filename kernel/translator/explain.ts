import path from "node:path";

import ts = require("typescript-api");

import { foreignNames } from "../foreignNames.ts";
import { explainMissing } from "../missingModule.ts";
import { inOrder } from "./diagnose.ts";
import type { Prepared } from "./prepareCell.ts";
import type { Unrun } from "./unrunCells.ts";

/** TypeScript's codes for a module that it cannot find. */
export const NO_MODULE: number[] = [2307, 2792, 2875, 2882];
/** TypeScript's codes for a name that is not declared. */
const NO_NAME = [
  2304, 2311, 2503, 2552, 2580, 2581, 2582, 2583, 2584, 2591, 2592, 2593, 2662, 2663, 2833, 2867,
  2868, 18004,
];
/** TypeScript's code for an alias that stands for itself, as one for a missing name seems to. */
const CIRCULAR = 2303;

const NO_JSX =
  'JSX has to be switched on: write { "compilerOptions": { "jsx": "react-jsx" } } into tsconfig.json ' +
  "beside the notebook, and run `npm i react` and `npm i -D @types/react` there.";

const textOf = ({ messageText }: ts.Diagnostic) =>
  ts.flattenDiagnosticMessageText(messageText, "\n");
const quoted = (diagnostic: ts.Diagnostic) => /'([^']+)'/.exec(textOf(diagnostic))?.[1] ?? "";
const list = (names: string[]) =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

/** With a sentence about what to do for a module that is missing, where there is one. */
function explainModule(diagnostic: ts.Diagnostic): ts.Diagnostic {
  const { code, file } = diagnostic;
  if (!file || !NO_MODULE.includes(code)) return diagnostic;
  const messageText = explainMissing(quoted(diagnostic), path.dirname(file.fileName));
  return messageText ? { ...diagnostic, messageText } : diagnostic;
}

/** One diagnostic for each name that is missing, however often it is used. */
function gatherNames(missing: ts.Diagnostic[]): ts.Diagnostic[] {
  const first = new Map<string, ts.Diagnostic>();
  const places = new Map<string, Set<number | undefined>>();
  for (const diagnostic of missing) {
    const name = quoted(diagnostic);
    if (!first.has(name)) first.set(name, diagnostic);
    places.set(name, (places.get(name) ?? new Set()).add(diagnostic.start));
  }
  return [...first].map(([name, diagnostic]) => {
    const more = (places.get(name)?.size ?? 1) - 1;
    const also = more ? `\nIt is used in ${more} more ${more > 1 ? "places" : "place"}.` : "";
    return { ...diagnostic, messageText: foreignNames.get(name) ?? textOf(diagnostic) + also };
  });
}

/**
 * Says what to do where TypeScript only says what is missing: a package, or names that another
 * cell declares. With such names missing, what else is wrong may come of that and is left out.
 *
 * @param find the cell that declares a name and has not run
 */
export function explain(
  faults: readonly ts.Diagnostic[],
  { jsx, added }: Prepared,
  cellFile: string,
  find: (name: string) => Unrun | undefined,
): ts.Diagnostic[] {
  const cell = faults.find(({ file }) => file && path.basename(file.fileName) === cellFile);
  if (jsx !== undefined && cell) {
    const start = jsx + (cell.file?.getLineStarts()[added + 1] ?? 0);
    return [{ ...cell, start, length: 1, messageText: NO_JSX }];
  }
  const isName = ({ code, file }: ts.Diagnostic) =>
    file !== undefined && path.basename(file.fileName) === cellFile && NO_NAME.includes(code);
  const missing = faults.filter(isName);
  if (!missing.length) return faults.map(explainModule);
  const unrun = new Map<string, { names: string[]; first: ts.Diagnostic; state: string }>();
  const unknown: ts.Diagnostic[] = [];
  for (const diagnostic of gatherNames(missing)) {
    const name = quoted(diagnostic);
    const found = find(name);
    if (!found) unknown.push(diagnostic);
    else {
      const { line, state } = found;
      const known = unrun.get(line) ?? { names: [], first: diagnostic, state };
      unrun.set(line, known);
      known.names.push(name);
    }
  }
  const others = faults.filter((fault) => !isName(fault) && fault.code !== CIRCULAR);
  if (!unrun.size) {
    return inOrder([...unknown, ...others]).map(explainModule);
  }
  const [{ first }] = unrun.values();
  const all = [...unrun.values()].flatMap(({ names }) => names);
  const orders = [...unrun].map(
    ([line, { names, state }]) =>
      `run the cell that declares ${list(names.map((name) => `\`${name}\``))} first (\`${line}\`, ${state})`,
  );
  const which = `Cannot find name${all.length > 1 ? "s" : ""} ${list(all.map((name) => `'${name}'`))}`;
  return [{ ...first, messageText: `${which}: ${list(orders)}.` }, ...unknown];
}
