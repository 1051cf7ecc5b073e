import type { RequestContent } from "./wire.ts";

type Kind = "string" | "number" | "boolean" | "object";

/** The fields that requests cannot do without. */
const REQUIRED: Record<string, (keyof RequestContent)[]> = {
  execute_request: ["code"],
  complete_request: ["code", "cursor_pos"],
  inspect_request: ["code", "cursor_pos"],
  is_complete_request: ["code"],
  history_request: ["hist_access_type"],
  input_reply: ["value"],
};

const KINDS: Record<keyof RequestContent, Kind> = {
  code: "string",
  cursor_pos: "number",
  silent: "boolean",
  store_history: "boolean",
  stop_on_error: "boolean",
  allow_stdin: "boolean",
  user_expressions: "object",
  restart: "boolean",
  value: "string",
  hist_access_type: "string",
  n: "number",
  pattern: "string",
  unique: "boolean",
  start: "number",
  stop: "number",
  output: "boolean",
  comm_id: "string",
  command: "string",
  seq: "number",
};

/** Says which field of a request is missing or of the wrong kind; undefined if all is well. */
export function wrongField(type: string, content: unknown): string | undefined {
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    const kind = Array.isArray(content) ? "array" : content === null ? "null" : typeof content;
    return `${type}: its content is of the type ${kind}, must be an object`;
  }
  const fields = new Map<string, unknown>(Object.entries(content));
  const required = Object.hasOwn(REQUIRED, type) ? REQUIRED[type] : [];
  const missing = required.find((name) => fields.get(name) == null);
  if (missing) return `${type}: ${missing} is missing, must be a ${KINDS[missing]}`;
  for (const [name, kind] of Object.entries(KINDS)) {
    const value = fields.get(name);
    if (value == null) continue; // Jupyter's clients send null for what they leave open
    if (typeof value !== kind) return `${type}: ${name} is a ${typeof value}, must be a ${kind}`;
  }
  return undefined;
}
