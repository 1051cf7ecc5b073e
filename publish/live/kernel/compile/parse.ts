import { type Program, parse, tokenizer } from "acorn";
import { placeOf, refuse } from "./refuse.ts";

const options = {
  ecmaVersion: "latest",
  sourceType: "module",
  allowAwaitOutsideFunction: true,
  ranges: true, // which eslint-scope reads
} as const;

/**
 * JavaScript as a program.
 *
 * @throws SyntaxError with the position `pos`
 */
export function parseCell(code: string): Program {
  const program = parse(code, options);
  const exported = program.body.find(({ type }) => /^Export/.test(type));
  if (!exported) return program;
  const error = new SyntaxError("`export` has no meaning here: cells share all names");
  throw Object.assign(error, { pos: exported.start });
}

/** Whether a cell is one object, which alone in a cell is no block. */
export function isObject({ body }: Program): boolean {
  const [only, second] = body;
  return (
    !second && only?.type === "ExpressionStatement" && only.expression.type === "ObjectExpression"
  );
}

/** `export` before a declaration means nothing more than the declaration, as all cells share names. */
export function withoutExports(source: string): string {
  return source.replace(
    /^export (default )?(?=(declare |abstract |async )*(const|let|var|enum|interface|type|function\*?|class) +[\w$])/gm,
    (text) => " ".repeat(text.length),
  );
}

/**
 * Refuses `namespace`, which sucrase would leave out without a word.
 *
 * @throws SyntaxError with the place
 */
export function refuseNamespaces(source: string, name: string): void {
  let before = "";
  let declares = false;
  try {
    for (const { type, start, end } of tokenizer(source, options)) {
      const text = source.slice(start, end);
      if (declares && type.label === "name") throw new Found(start);
      const begins = /^(;|\}|export|)$/.test(before) || /\n\s*$/.test(source.slice(0, start));
      declares = begins && before !== "declare" && /^(namespace|module)$/.test(text);
      before = text;
    }
  } catch (error) {
    if (error instanceof Found) throw refuse("`namespace`", placeOf(source, error.at), name);
    // what cannot be read is explained later
  }
}

/** Where a namespace was found. */
class Found extends Error {
  readonly at: number;
  constructor(at: number) {
    super();
    this.at = at;
  }
}
