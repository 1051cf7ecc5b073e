/** A line and a column, from 1. */
interface Place {
  line: number;
  column: number;
}

/** The place of a position in a text. */
export function placeOf(text: string, position: number): Place {
  const before = text.slice(0, position).split("\n");
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
}

/** An error at a place in a cell. */
function errorAt(message: string, { line, column }: Place, cell: string): SyntaxError {
  const error = new SyntaxError(message);
  error.stack = `SyntaxError: ${message}\n    at ${cell}:${line}:${column}`;
  return error;
}

/** Says of something that Jupyter's kernel runs that a page does not, after an edit. */
export function refuse(what: string, place: Place, cell: string): SyntaxError {
  const rest = "does not run in a cell that was edited in a page";
  return errorAt(`${what} ${rest}: download the notebook and run it in Jupyter`, place, cell);
}

/**
 * Why a cell cannot be compiled; sucrase and acorn tell where in the text.
 *
 * @param code what was read
 * @param cell what stacks call it
 * @param added lines that stand before it
 */
export function explain(error: Error, code: string, cell: string, added: number): SyntaxError {
  const { pos = 0 } = error as Error & { pos?: number };
  const { line, column } = placeOf(code, pos);
  const place = { line: line - added, column };
  if (code[pos] === "@") return refuse("a decorator", place, cell);
  const message = error.message.replace(/^Error transforming .*?: /, "");
  return errorAt(message.replace(/ \(\d+:\d+\)$/, ""), place, cell);
}
