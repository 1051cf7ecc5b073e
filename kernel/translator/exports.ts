import ts from "@tslab/typescript-for-tslab";
import { kernelCall } from "./syntax.ts";

/** `exports.name` */
interface Exported extends ts.PropertyAccessExpression {
  name: ts.Identifier;
}

const isExported = (node: ts.Node): node is Exported =>
  ts.isPropertyAccessExpression(node) &&
  ts.isIdentifier(node.expression) &&
  node.expression.text === "exports";

const isAssignment = (node: ts.Node): node is ts.BinaryExpression =>
  ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;

/** The variables, functions and classes declared at the top; true for those to be assigned to. */
function topDeclarations(source: ts.SourceFile): Map<string, boolean> {
  const found = new Map<string, boolean>();
  const bind = (name: ts.BindingName, writable: boolean): void => {
    if (ts.isIdentifier(name)) found.set(name.text, writable);
    else {
      for (const element of name.elements) {
        if (ts.isBindingElement(element)) bind(element.name, writable);
      }
    }
  };
  for (const statement of source.statements) {
    if (ts.isVariableStatement(statement)) {
      const { declarations, flags } = statement.declarationList;
      for (const { name } of declarations) bind(name, !(flags & ts.NodeFlags.Const));
    } else if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
      if (statement.name) found.set(statement.name.text, true);
    }
  }
  return found;
}

/** Of `exports.a = exports.b = tail`: the names and the tail. */
function splitChain(expression: ts.Expression): { names: string[]; tail: ts.Expression } {
  const names: string[] = [];
  let tail = expression;
  while (isAssignment(tail) && isExported(tail.left)) {
    names.push(tail.left.name.text);
    tail = tail.right;
  }
  return { names, tail };
}

/** Of `Object.defineProperty(exports, "name", …)`, by which imports are exported: its parts. */
function importedName(expression: ts.Expression): string | undefined {
  if (!ts.isCallExpression(expression)) return undefined;
  const [target, name] = expression.arguments;
  if (expression.expression.getText() !== "Object.defineProperty") return undefined;
  return target.getText() === "exports" && ts.isStringLiteral(name) ? name.text : undefined;
}

/**
 * Finds the names that a cell exports, and replaces TypeScript's exports by accessors to the
 * cell's own variables: what an accessor shows is right at once, in closures and after a
 * failure too, and a loop that changes a variable is not slowed down.
 */
export function exportByAccessors(source: ts.SourceFile): {
  names: string[];
  accessors: string;
  transform: ts.TransformerFactory<ts.SourceFile>;
} {
  const declared = topDeclarations(source);
  const names = new Set<string>();

  const transform: ts.TransformerFactory<ts.SourceFile> = (context) => {
    const visit = (node: ts.Node): ts.Node => {
      const isOwn =
        isAssignment(node) && isExported(node.left) && declared.has(node.left.name.text);
      if (isOwn) return ts.visitNode(node.right, visit);
      return ts.visitEachChild(node, visit, context);
    };
    const visitTop = (node: ts.Node): ts.Node | undefined => {
      if (!ts.isExpressionStatement(node)) return visit(node);
      const chain = splitChain(node.expression);
      const isHoisted = chain.names.length > 0 && ts.isVoidExpression(chain.tail);
      if (isHoisted) return undefined;
      const imported = importedName(node.expression);
      if (imported === "__esModule") return undefined;
      if (imported === undefined) return visit(node);
      const { arguments: args } = node.expression as ts.CallExpression;
      return ts.factory.updateExpressionStatement(node, kernelCall("define", ...args));
    };
    return (root) => ts.visitEachChild(root, visitTop, context);
  };

  for (const statement of source.statements) {
    if (!ts.isExpressionStatement(statement)) continue;
    const { names: chain, tail } = splitChain(statement.expression);
    const isDeclaration = ts.isIdentifier(tail) && tail.text === chain[0]; // exports.f = f
    if (ts.isVoidExpression(tail) || isDeclaration) for (const name of chain) names.add(name);
    const imported = importedName(statement.expression);
    if (imported && imported !== "__esModule") names.add(imported);
  }
  const accessors = [...declared]
    .filter(([name]) => names.has(name))
    .map(([name, writable]) => `${name}: [() => ${name}${writable ? `, (v) => ${name} = v` : ""}]`);
  return {
    names: [...names],
    accessors: accessors.length ? `__kernel__.own({ ${accessors.join(", ")} });\n` : "",
    transform,
  };
}
