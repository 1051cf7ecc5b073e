import path from "node:path";
import type { Language } from "../languages.ts";
import type { Failure } from "../threads.ts";

import ts = require("typescript-api");

/** Where a cell's own lines are in what TypeScript sees. */
export interface CellLines {
  language: Language;
  /** The file that TypeScript takes for the cell. */
  file: string;
  /** The lines before the cell's own. */
  added: number;
  code: string;
}

/** A diagnostic with its place, the line it is about if that is in the cell, and its details. */
function show(diagnostic: ts.Diagnostic, cell: CellLines): string[] {
  const { file, start = 0, length = 0, messageText } = diagnostic;
  const [message, ...details] = ts.flattenDiagnosticMessageText(messageText, "\n").split("\n");
  if (!file) return [message, ...details];
  const isCell = path.basename(file.fileName) === cell.file;
  const from = file.getLineAndCharacterOfPosition(start);
  const to = file.getLineAndCharacterOfPosition(start + length);
  const number = from.line - (isCell ? cell.added + 1 : 0); // tslab's `export {}`
  const place = `${number + 1}:${from.character + 1}`;
  if (!isCell) {
    const name = path.relative(process.cwd(), file.fileName);
    return [`${name} ${place} - ${message}`, ...details];
  }
  const line = cell.code.split("\n")[number] ?? "";
  const last = to.line === from.line ? to.character : line.length;
  const before = line.slice(0, from.character).replace(/[^\t]/g, " ");
  const mark = "~".repeat(Math.max(1, last - from.character));
  return [`${place} - ${message}`, `  ${line}`, `  ${before}${mark}`, ...details];
}

/** What TypeScript has against a cell, as an error of the cell; in JavaScript, that it cannot run. */
export function translationFailure(
  diagnostics: readonly ts.Diagnostic[],
  cell: CellLines,
): Failure {
  const traceback = diagnostics.flatMap((diagnostic) => show(diagnostic, cell));
  const ename = cell.language === "javascript" ? "SyntaxError" : "TypeScriptError";
  return { ename, evalue: traceback[0], traceback };
}
