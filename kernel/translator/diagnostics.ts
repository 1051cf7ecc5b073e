import type { Diagnostic } from "tslab/dist/converter.js";
import type { Language } from "../languages.ts";
import type { Failure } from "../threads.ts";

/** A diagnostic with its place, the line it is about if that is in the cell, and its details. */
function show({ fileName, start, end, messageText }: Diagnostic, lines: string[]): string[] {
  const place = `${start.line + 1}:${start.character + 1}`;
  const [message, ...details] = messageText.split("\n");
  if (fileName) return [`${fileName} ${place} - ${message}`, ...details];
  const line = lines[start.line] ?? "";
  const last = end.line === start.line ? end.character : line.length;
  const before = line.slice(0, start.character).replace(/[^\t]/g, " ");
  const mark = "~".repeat(Math.max(1, last - start.character));
  return [`${place} - ${message}`, `  ${line}`, `  ${before}${mark}`, ...details];
}

/** What TypeScript has against a cell, as an error of the cell; in JavaScript, that it cannot run. */
export function toFailure(diagnostics: Diagnostic[], code: string, language: Language): Failure {
  const traceback = diagnostics.flatMap((diagnostic) => show(diagnostic, code.split("\n")));
  const ename = language === "javascript" ? "SyntaxError" : "TypeScriptError";
  return { ename, evalue: traceback[0], traceback };
}
