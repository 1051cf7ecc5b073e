/** What a page cannot run, by what stands where reading it fails. */
const REFUSED: [pattern: RegExp, what: string][] = [
  [/^@/, "decorators"],
  [/^(namespace|module)\b/, "`namespace`"],
  [/^</, "JSX"],
  [/^export\b/, "`export` of what was declared before"],
];

/** A line and a column from 1 on. */
interface Place {
  line: number;
  column: number;
}

function placeOf(text: string, position: number): Place {
  const before = text.slice(0, position).split("\n");
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
}

/**
 * Why a cell cannot be compiled, with the line; sucrase and acorn tell where in the text.
 *
 * @param code what was read
 * @param name what stacks call the cell
 */
export function refusal(error: Error, code: string, name: string): Error {
  const { pos, loc } = error as Error & { pos?: number; loc?: Place };
  const position = pos ?? 0;
  const place = loc && pos === undefined ? loc : placeOf(code, position);
  const line = code.split("\n")[place.line - 1] ?? "";
  const word = line.slice(place.column - 1);
  const [, what] =
    REFUSED.find(([pattern]) => pattern.test(word) || pattern.test(line.trim())) ?? [];
  const reason = error.message
    .replace(/^Error transforming .*?: /, "")
    .replace(/ \(\d+:\d+\)$/, "");
  const message = what
    ? `${what} in an edited cell: a page cannot run it; download the notebook and run it in Jupyter`
    : reason;
  const refused = new SyntaxError(message);
  refused.stack = `SyntaxError: ${message}\n    at ${name}:${place.line}:${place.column}`;
  return refused;
}
