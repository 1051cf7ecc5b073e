import ts = require("typescript-api");

import type { Language } from "../languages.ts";

/** The content of an `is_complete_reply`. */
export type Completeness =
  | { status: "complete" | "invalid" }
  | { status: "incomplete"; indent: string };

const STEP = "  ";
const isOpening = (line: string) => /[{([]\s*$/.test(line);
const isClosing = (line: string) => /^\s*[})\]]/.test(line);
const indentOf = (line: string) => /^\s*/.exec(line)?.[0] ?? "";

/** What stands before the first word of the line after these. */
function nextIndent(lines: string[]): string {
  const [before = "", last = ""] = lines.slice(-2);
  const indent = indentOf(last);
  if (isOpening(last)) return indent + STEP;
  const inside = indentOf(before).length + (isOpening(before) ? STEP.length : 0);
  const isTooDeep = isClosing(last) && indent.length >= inside;
  return isTooDeep ? indent.slice(0, indent.endsWith("\t") ? -1 : -STEP.length) : indent;
}

/**
 * Whether code can be run as it stands; tslab itself never says `invalid`. Two empty lines end
 * what is incomplete, so that an entry at a console that went wrong can be given up.
 */
export function isComplete(code: string, language: Language): Completeness {
  const fileName = language === "javascript" ? "cell.js" : "cell.ts";
  const { diagnostics = [] } = ts.transpileModule(code, { reportDiagnostics: true, fileName });
  if (!diagnostics.length) return { status: "complete" };
  const end = code.trimEnd().length;
  const isOpen = diagnostics.some(
    ({ start = 0, messageText }) =>
      start >= end || /Unterminated/.test(ts.flattenDiagnosticMessageText(messageText, " ")),
  );
  if (!isOpen || /\n[^\S\n]*\n\s*$/.test(code)) return { status: "invalid" };
  return { status: "incomplete", indent: nextIndent(["", ...code.split("\n")]) };
}
