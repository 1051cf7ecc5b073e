import ts = require("typescript-api");

const CODE = 1108;

/**
 * Each `return` that stands in no function: it would end a cell without a word. TypeScript tells
 * of it only where it checks types.
 */
export function strayReturns(file: ts.SourceFile): ts.Diagnostic[] {
  const found: ts.Diagnostic[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    ts.forEachChild(node, visit);
    if (!ts.isReturnStatement(node)) return;
    found.push({
      file,
      start: node.getStart(file),
      length: "return".length,
      code: CODE,
      category: ts.DiagnosticCategory.Error,
      messageText: "A 'return' statement can only be used within a function body.",
    });
  };
  visit(file);
  return found;
}
