import { type ExpressionStatement, type Program, parse, parseExpressionAt } from "acorn";

/**
 * A cell as a program; an object alone in a cell is no block.
 *
 * @param explain what to throw for what cannot be read
 */
export function parseCell(code: string, explain: (error: Error) => Error): Program {
  try {
    const program = parse(code, {
      ecmaVersion: "latest",
      sourceType: "module",
      allowAwaitOutsideFunction: true,
    });
    const [only, second] = program.body;
    if (!second && only?.type === "BlockStatement")
      return asObject(program, code, only.start) ?? program;
    return program;
  } catch (error) {
    const object = asObjectAlone(code);
    if (object) return object;
    throw explain(error as Error);
  }
}

const options = { ecmaVersion: "latest", sourceType: "module" } as const;

/** The program with an object in the place of the block at `start`, if it can be read as one. */
function asObject(program: Program, code: string, start: number): Program | undefined {
  try {
    const expression = parseExpressionAt(code, start, options);
    if (expression.type !== "ObjectExpression" || /\S/.test(code.slice(expression.end)))
      return undefined;
    const statement: ExpressionStatement = {
      type: "ExpressionStatement",
      start,
      end: expression.end,
      expression,
    };
    return { ...program, body: [statement] };
  } catch {
    return undefined;
  }
}

function asObjectAlone(code: string): Program | undefined {
  const start = code.search(/\S/);
  if (code[start] !== "{") return undefined;
  const program: Program = {
    type: "Program",
    start: 0,
    end: code.length,
    body: [],
    sourceType: "module",
  };
  return asObject(program, code, start);
}

/** `export` before a declaration means nothing more than the declaration, as all cells share names. */
export function withoutExports(source: string): string {
  return source.replace(
    /^export (default )?(?=(?:declare |abstract |async )*(?:const|let|var|function\b\s*\w|class\s+\w|enum|interface|type)\b)/gm,
    (text) => " ".repeat(text.length),
  );
}
