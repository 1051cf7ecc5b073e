import ts = require("typescript-api");

import { declaredVariables } from "./declaredVariables.ts";
import { awaitsAtTop, kernelCall } from "./interruptPoints.ts";

const { factory } = ts;

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

const isUseStrict = ({ expression }: ts.ExpressionStatement) =>
  ts.isStringLiteral(expression) && expression.text === "use strict";

/** Whether TypeScript wrote this `require(…)` for an import. */
const isImport = (node: ts.Node): node is ts.CallExpression =>
  ts.isCallExpression(node) &&
  ts.isIdentifier(node.expression) &&
  node.expression.text === "require" &&
  node.expression.pos < 0;

/** The variables, functions and classes that a cell declares; true for those to be assigned to. */
function ownDeclarations(source: ts.SourceFile): Map<string, boolean> {
  const found = declaredVariables(ts, source);
  for (const statement of source.statements) {
    if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
      if (statement.name) found.set(statement.name.text, true);
    }
  }
  return found;
}

/** The names and the tail of `exports.a = exports.b = tail`. */
function splitChain(expression: ts.Expression): { names: string[]; tail: ts.Expression } {
  const names: string[] = [];
  let tail = expression;
  while (isAssignment(tail) && isExported(tail.left)) {
    names.push(tail.left.name.text);
    tail = tail.right;
  }
  return { names, tail };
}

/** The name and arguments of `Object.defineProperty(exports, "name", …)`: an exported import. */
function definition(
  expression: ts.Expression,
): { name: string; args: ts.Expression[] } | undefined {
  if (!ts.isCallExpression(expression)) return undefined;
  const { expression: callee, arguments: args } = expression;
  const isDefine = ts.isPropertyAccessExpression(callee) && callee.name.text === "defineProperty";
  const [target, name] = args;
  if (!isDefine || !target || !ts.isIdentifier(target) || target.text !== "exports") {
    return undefined;
  }
  return ts.isStringLiteral(name) ? { name: name.text, args: [...args] } : undefined;
}

/** The name under which a cell exports its last value, where tslab has not chosen one. */
const LAST = "tsLastExpr";

/** Whether TypeScript wrapped a cell's statements in this, to dispose of what `using` declares. */
function disposes(node: ts.Node, source: ts.SourceFile): node is ts.TryStatement {
  if (!ts.isTryStatement(node) || !node.finallyBlock) return false;
  const { pos, end } = ts.getOriginalNode(node.finallyBlock);
  return source.text.slice(pos, end).includes("__disposeResources(");
}

/**
 * Finds the names that a cell exports, and replaces TypeScript's exports by accessors to the
 * cell's own variables: what an accessor shows is right at once, in closures and after a
 * failure too, and a loop that changes a variable is not slowed down.
 */
export class CellExports {
  readonly #resultName: string | undefined;
  readonly #names = new Set<string>();
  #declared = new Map<string, boolean>();
  isAsync = false;
  /** Whether the cell itself asks for strict mode. */
  isStrict = false;
  /** The name of the last value of a cell that declares by `using`: tslab does not see it. */
  lastName: string | undefined;

  constructor(resultName?: string) {
    this.#resultName = resultName;
  }

  get names(): string[] {
    return [...this.#names];
  }

  /** The statement that makes the accessors, to be run before the cell. */
  get prologue(): string {
    const accessors = [...this.#declared]
      .filter(([name]) => this.#names.has(name))
      .map(
        ([name, writable]) => `${name}: [() => ${name}${writable ? `, (v) => ${name} = v` : ""}]`,
      );
    return accessors.length ? `__kernel__.own({ ${accessors.join(", ")} });` : "";
  }

  readonly transform: ts.TransformerFactory<ts.SourceFile> = (context) => {
    const visit = (node: ts.Node): ts.Node => {
      if (this.#declared.has("require") && isImport(node)) {
        return kernelCall("require", ...node.arguments);
      }
      if (ts.isIdentifier(node) && this.#declared.has(node.text)) {
        return ts.setEmitFlags(node, ts.EmitFlags.LocalName); // no export after it is changed
      }
      const isOwn =
        isAssignment(node) && isExported(node.left) && this.#declared.has(node.left.name.text);
      if (isOwn) return ts.visitNode(node.right, visit);
      return ts.visitEachChild(node, visit, context);
    };
    const exportLast = (block: ts.Block): ts.Block => {
      const last = block.statements.at(-1);
      if (!last || !ts.isExpressionStatement(last) || isAssignment(last.expression)) return block;
      this.lastName = LAST;
      const place = factory.createPropertyAccessExpression(
        factory.createIdentifier("exports"),
        LAST,
      );
      const value = factory.createAssignment(place, last.expression);
      const updated = factory.updateExpressionStatement(last, value);
      return factory.updateBlock(block, [...block.statements.slice(0, -1), updated]);
    };
    /** Lets a function or class that is the last value have no name. */
    const unname = (node: ts.Node): ts.Node => {
      if (ts.isVariableDeclarationList(node)) return ts.visitEachChild(node, unname, context);
      if (!ts.isVariableDeclaration(node) || !node.initializer) return visit(node);
      const { name, initializer } = node;
      if (!ts.isIdentifier(name) || name.text !== this.#resultName) return visit(node);
      const value = factory.createComma(
        factory.createNumericLiteral(0),
        ts.visitNode(initializer, visit, ts.isExpression),
      );
      return factory.updateVariableDeclaration(node, name, undefined, undefined, value);
    };
    const visitTop = (node: ts.Node): ts.Node | undefined => {
      if (disposes(node, source)) {
        const { tryBlock, catchClause, finallyBlock } = node;
        const block = exportLast(tryBlock);
        return visit(factory.updateTryStatement(node, block, catchClause, finallyBlock));
      }
      if (ts.isVariableStatement(node)) return ts.visitEachChild(node, unname, context);
      if (!ts.isExpressionStatement(node)) return visit(node);
      if (isUseStrict(node)) {
        this.isStrict ||= node.pos >= 0; // else TypeScript wrote it
        return undefined; // it is to stand before the prologue
      }
      const { names, tail } = splitChain(node.expression);
      const isHoisted = names.length > 0 && ts.isVoidExpression(tail);
      const isDeclaration = // exports.f = f; TypeScript writes a default import so, too
        ts.isIdentifier(tail) && tail.text === names[0] && this.#declared.has(tail.text);
      if (isHoisted || isDeclaration) for (const name of names) this.#names.add(name);
      if (isHoisted || isDeclaration) return undefined;
      const defined = definition(node.expression);
      if (!defined) return visit(node);
      if (defined.name === "__esModule") return undefined;
      this.#names.add(defined.name);
      const define = kernelCall("define", ...defined.args);
      return factory.updateExpressionStatement(node, define);
    };
    let source: ts.SourceFile;
    return (file) => {
      source = file;
      this.#declared = ownDeclarations(source);
      this.isAsync = awaitsAtTop(source);
      return ts.visitEachChild(source, visitTop, context);
    };
  };
}
