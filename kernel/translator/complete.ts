import ts = require("typescript-api");

/** The content of an `is_complete_reply`. */
export type Completeness =
  | { status: "complete" | "invalid" }
  | { status: "incomplete"; indent: string };

/** Whether code can be run as it stands; tslab itself never says `invalid`. */
export function isComplete(code: string): Completeness {
  const { diagnostics = [] } = ts.transpileModule(code, { reportDiagnostics: true });
  if (!diagnostics.length) return { status: "complete" };
  const end = code.trimEnd().length;
  const open = diagnostics.some(
    ({ start = 0, messageText }) =>
      start >= end || /Unterminated/.test(ts.flattenDiagnosticMessageText(messageText, " ")),
  );
  if (!open) return { status: "invalid" };
  return { status: "incomplete", indent: /[{([]\s*$/.test(code) ? "  " : "" };
}
