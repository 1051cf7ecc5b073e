import ts = require("typescript-api");

const { factory } = ts;

/** Code that runs when it is called, not where it stands. */
const isCalled = (node: ts.Node) => ts.isFunctionLike(node) || ts.isClassLike(node);

const isMath = ({ expression }: ts.CallExpression) =>
  ts.isPropertyAccessExpression(expression) &&
  ts.isIdentifier(expression.expression) &&
  expression.expression.text === "Math";

/** Whether code calls nothing by name but `Math`, and does not wait. */
function keepsToItself(node: ts.Node): boolean {
  const leaves =
    isCalled(node) ||
    (ts.isCallExpression(node) && !isMath(node)) ||
    ts.isNewExpression(node) ||
    ts.isTaggedTemplateExpression(node) ||
    ts.isAwaitExpression(node) ||
    (ts.isForOfStatement(node) && node.awaitModifier !== undefined);
  return !leaves && !ts.forEachChild(node, (child) => !keepsToItself(child));
}

/** Visits a node and all that is in it. */
function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

/** The names that code mentions in any place. */
function mentioned(node: ts.Node): Set<string> {
  const names = new Set<string>();
  walk(node, (each) => ts.isIdentifier(each) && names.add(each.text));
  return names;
}

/** The names that code declares, in any scope, but not those that TypeScript made up. */
function declared(node: ts.Node): Set<string> {
  const names = new Set<string>();
  walk(node, (each) => {
    const isDeclaration =
      ts.isVariableDeclaration(each) || ts.isBindingElement(each) || isCalled(each);
    const name = isDeclaration ? each.name : undefined;
    const isWritten = name !== undefined && name.pos >= 0; // stands in the text
    if (isWritten && ts.isIdentifier(name)) names.add(name.text);
  });
  return names;
}

/** What the functions and classes in a cell mention, and the names of other cells among them. */
function mentionedInFunctions(source: ts.SourceFile): { all: Set<string>; others: Set<string> } {
  const all = new Set<string>();
  const others = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (!isCalled(node)) {
      ts.forEachChild(node, visit);
      return;
    }
    for (const name of mentioned(node)) all.add(name);
    walk(node, (each) => {
      const isOther =
        ts.isPropertyAccessExpression(each) &&
        ts.isIdentifier(each.expression) &&
        each.expression.text === "exports";
      if (isOther) others.add(each.name.text);
    });
  };
  visit(source);
  return { all, others };
}

const assign = (to: ts.Identifier, from: ts.Identifier) =>
  factory.createExpressionStatement(factory.createAssignment(to, from));

const declare = (pairs: [to: ts.Identifier, from: ts.Identifier][]) => {
  const list = pairs.map(([to, from]) =>
    factory.createVariableDeclaration(to, undefined, undefined, from),
  );
  const variables = factory.createVariableDeclarationList(list, ts.NodeFlags.Let);
  return factory.createVariableStatement(undefined, variables);
};

const block = (...statements: ts.Statement[]) => factory.createBlock(statements, true);

/**
 * A loop with copies of variables, under their names, that are written back however it ends:
 *
 *     { let kept = sum; try { let sum = kept; try { loop } finally { kept = sum } } finally { sum = kept } }
 */
function withCopies(loop: ts.Statement, names: string[]): ts.Statement {
  const pairs = names.map((name): [ts.Identifier, ts.Identifier] => [
    factory.createIdentifier(name),
    factory.createUniqueName(name),
  ]);
  const swapped = pairs.map(([name, kept]): [ts.Identifier, ts.Identifier] => [kept, name]);
  const keep = block(...pairs.map(([name, kept]) => assign(kept, name)));
  const restore = block(...pairs.map(([name, kept]) => assign(name, kept)));
  const inner = factory.createTryStatement(block(loop), undefined, keep);
  const outer = factory.createTryStatement(block(declare(pairs), inner), undefined, restore);
  return block(declare(swapped), outer);
}

/**
 * Has the top-level loops of cells work on copies of the cell's own variables. These are seen by
 * other cells (see exports.ts), for which V8 keeps them in memory and a new number each time that
 * one changes. A loop is left alone if it calls anything, and a variable if any function mentions
 * it, so that nobody can see it meanwhile.
 */
export class LoopCopies {
  /** The names of other cells that functions of cells mention. */
  readonly #shared = new Set<string>();

  readonly transform: ts.TransformerFactory<ts.SourceFile> = (context) => (source) => {
    const { all, others } = mentionedInFunctions(source);
    for (const name of others) this.#shared.add(name);
    const ready = new Set<string>();
    return ts.visitEachChild(
      source,
      (statement) => {
        const inside = declared(statement);
        const isFree = (name: string) =>
          !inside.has(name) && !all.has(name) && !this.#shared.has(name);
        const visit = (node: ts.Node): ts.Node => {
          if (isCalled(node)) return node;
          if (ts.isIterationStatement(node, true) && keepsToItself(node)) {
            const used = mentioned(node);
            const names = [...ready].filter((name) => used.has(name) && isFree(name));
            if (names.length) return withCopies(node, names);
          }
          return ts.visitEachChild(node, visit, context);
        };
        const visited = visit(statement);
        const isOpen =
          ts.isVariableStatement(statement) &&
          !(statement.declarationList.flags & ts.NodeFlags.Const);
        if (isOpen) for (const name of inside) ready.add(name);
        return visited;
      },
      context,
    );
  };
}
