import ts = require("typescript-api");

import type { Language } from "../languages.ts";

/** The content of an `is_complete_reply`. */
export type Completeness =
  | { status: "complete" | "invalid" }
  | { status: "incomplete"; indent: string };

/** Whether code can be run as it stands; tslab itself never says `invalid`. */
export function isComplete(code: string, language: Language): Completeness {
  const fileName = language === "javascript" ? "cell.js" : "cell.ts";
  const { diagnostics = [] } = ts.transpileModule(code, { reportDiagnostics: true, fileName });
  if (!diagnostics.length) return { status: "complete" };
  const end = code.trimEnd().length;
  const open = diagnostics.some(
    ({ start = 0, messageText }) =>
      start >= end || /Unterminated/.test(ts.flattenDiagnosticMessageText(messageText, " ")),
  );
  if (!open) return { status: "invalid" };
  return { status: "incomplete", indent: /[{([]\s*$/.test(code) ? "  " : "" };
}
