import ts from "@tslab/typescript-for-tslab";

const { factory } = ts;

/** Reads JavaScript. */
export function parseJs(js: string): ts.SourceFile {
  return ts.createSourceFile("cell.js", js, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
}

/** A call of what the main thread provides as `__kernel__`: see cells/globals.ts. */
export function kernelCall(name: string, ...args: ts.Expression[]): ts.CallExpression {
  const kernel = factory.createIdentifier("__kernel__");
  const callee = factory.createPropertyAccessExpression(kernel, name);
  return factory.createCallExpression(callee, undefined, args);
}
