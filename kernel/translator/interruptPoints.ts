import ts = require("typescript-api");

const { factory } = ts;

/** A call of what the main thread provides as `__kernel__`: see cells/globals.ts. */
export function kernelCall(name: string, ...args: ts.Expression[]): ts.CallExpression {
  const kernel = factory.createIdentifier("__kernel__");
  const callee = factory.createPropertyAccessExpression(kernel, name);
  return factory.createCallExpression(callee, undefined, args);
}

const isForAwait = (
  node: ts.Node,
): node is ts.ForOfStatement & { awaitModifier: ts.AwaitKeyword } =>
  ts.isForOfStatement(node) && node.awaitModifier !== undefined;

const isImportMeta = (node: ts.Node) =>
  ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword;

/** The statements of a body, after a check. */
function checked(body: ts.Statement): ts.Block {
  const check = factory.createExpressionStatement(kernelCall("check"));
  return factory.createBlock([check, ...(ts.isBlock(body) ? body.statements : [body])], true);
}

/** Whether a function's body may start with a check; a constructor's must start with `super`. */
const isCheckable = (node: ts.Node): node is ts.FunctionLikeDeclaration & { body: ts.Block } =>
  ts.isFunctionLike(node) &&
  !ts.isConstructorDeclaration(node) &&
  "body" in node &&
  node.body !== undefined &&
  ts.isBlock(node.body as ts.Node);

/**
 * Adds interrupt points: an interrupt ends each await, each loop's body and each function's
 * start. `import.meta`, which CommonJS lacks, becomes a call.
 */
export function addInterruptPoints(context: ts.TransformationContext) {
  const replaceChild = <N extends ts.Node>(node: N, old: ts.Node, child: ts.Node): N =>
    ts.visitEachChild(node, (each) => (each === old ? child : each), context);

  const visit = (node: ts.Node): ts.Node => {
    if (isImportMeta(node)) return kernelCall("meta", factory.createIdentifier("__filename"));
    const out = ts.visitEachChild(node, visit, context);
    if (ts.isAwaitExpression(out)) {
      return factory.updateAwaitExpression(out, kernelCall("step", out.expression));
    }
    if (isCheckable(out)) return replaceChild(out, out.body, checked(out.body));
    if (!ts.isIterationStatement(out, false)) return out;
    const loop = replaceChild(out, out.statement, checked(out.statement));
    if (!isForAwait(loop)) return loop;
    const { awaitModifier, initializer, expression, statement } = loop;
    const steps = kernelCall("steps", expression);
    return factory.updateForOfStatement(loop, awaitModifier, initializer, steps, statement);
  };
  return (source: ts.SourceFile): ts.SourceFile => ts.visitEachChild(source, visit, context);
}

/** Whether code awaits at its top level, outside functions. */
export function awaitsAtTop(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  if (ts.isAwaitExpression(node) || isForAwait(node)) return true;
  return ts.forEachChild(node, awaitsAtTop) ?? false;
}
