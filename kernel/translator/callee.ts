import ts = require("typescript-api");

/**
 * Where the name of the function ends whose arguments a position is among, as far as that is
 * written: `f(g(1), |`, `new C(|`. Undefined outside of all calls.
 */
export function calleeAt(code: string, position: number): number | undefined {
  const source = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.ES2022);
  let end: number | undefined;
  const visit = (node: ts.Node): void => {
    if (position < node.pos || code.slice(node.end, position).trim()) return;
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) end = undefined;
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const open = node
        .getChildren(source)
        .find(({ kind }) => kind === ts.SyntaxKind.OpenParenToken);
      const isClosed = node.getLastToken(source)?.kind === ts.SyntaxKind.CloseParenToken;
      if (open && position >= open.end && !(isClosed && position >= node.end)) {
        end = node.expression.end;
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return end;
}
