import ts = require("typescript-api");

/** A cell as it is given to TypeScript. */
export interface Prepared {
  text: string;
  /** How many lines were put before the cell's own. */
  added: number;
  /** Whether it switches the check of its types off. */
  isUnchecked: boolean;
  /** Whether it has JSX, which is not switched on: where it begins. */
  jsx?: number;
}

type WithErrors = ts.SourceFile & { parseDiagnostics: unknown[] };

const parse = (code: string, name: string) =>
  ts.createSourceFile(name, code, ts.ScriptTarget.ES2022) as WithErrors;

/** Whether one of the comments before a cell's first statement switches its check off. */
const isUnchecked = (code: string): boolean =>
  (ts.getLeadingCommentRanges(code, 0) ?? []).some(({ pos, end }) =>
    /^\/\/\/?\s*@ts-nocheck\b/.test(code.slice(pos, end)),
  );

/** Where a cell has JSX that it can be read with, and not without. */
function findJsx(code: string, source: WithErrors): number | undefined {
  if (!source.parseDiagnostics.length || !source.fileName.endsWith(".ts")) return undefined;
  const read = parse(code, `${source.fileName}x`);
  if (read.parseDiagnostics.length) return undefined;
  const visit = (node: ts.Node): number | undefined =>
    ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node) || ts.isJsxFragment(node)
      ? node.getStart(read)
      : ts.forEachChild(node, visit);
  return visit(read);
}

/** Whether a cell is one block that can be read as an object: `{ a: 1, b: 2 }`. */
function isObject(code: string, source: ts.SourceFile, name: string): boolean {
  const [only] = source.statements;
  if (!only || !ts.isBlock(only)) return false;
  const { parseDiagnostics, statements } = parse(`(\n${code}\n)`, name);
  const [statement, ...others] = statements;
  return (
    !parseDiagnostics.length &&
    !others.length &&
    ts.isExpressionStatement(statement) &&
    ts.isParenthesizedExpression(statement.expression) &&
    ts.isObjectLiteralExpression(statement.expression.expression) &&
    // `{ f() }` calls: as a method it would have no body
    statement.expression.expression.properties.every(
      (each) => !ts.isMethodDeclaration(each) || each.body,
    )
  );
}

/** Where `export` and `default` stand before declarations, which cells share anyway. */
function* exportModifiers(source: ts.SourceFile): Generator<ts.Modifier> {
  for (const statement of source.statements) {
    if (!ts.canHaveModifiers(statement) || ts.isExportAssignment(statement)) continue;
    const isNamed = ts.isVariableStatement(statement) || ("name" in statement && statement.name);
    if (!isNamed) continue; // `export default function () {}` would be no statement without
    for (const modifier of ts.getModifiers(statement) ?? []) {
      const { ExportKeyword, DefaultKeyword } = ts.SyntaxKind;
      if (modifier.kind === ExportKeyword || modifier.kind === DefaultKeyword) yield modifier;
    }
  }
}

/**
 * Reads a cell as its author means it: an object alone in a cell is no block, and `export` before
 * a declaration means nothing more than the declaration.
 *
 * @param name the file name, whose ending says whether `<` may begin JSX
 */
export function prepareCell(code: string, name: string): Prepared {
  const source = parse(code, name);
  if (isObject(code, source, name)) {
    return { text: `(\n${code}\n)`, added: 1, isUnchecked: isUnchecked(code) };
  }
  let text = code.replace(/^#!.*/, (line) => " ".repeat(line.length)); // as a script begins
  for (const modifier of exportModifiers(source)) {
    const start = modifier.getStart(source);
    const blank = " ".repeat(modifier.end - start);
    text = text.slice(0, start) + blank + text.slice(modifier.end);
  }
  return { text, added: 0, isUnchecked: isUnchecked(code), jsx: findJsx(code, source) };
}
