import ts from "typescript-api";
import { sourceOf } from "../../publish/notebooks.ts";
import type { Cell } from "../notebook.ts";
import { isCode } from "../run/cells.ts";
import { namesOf } from "../run/names.ts";
import { type Imported, importedBy, loadedModule } from "./imports.ts";
import { hasSolutions, RESTRICTED, type Restricted } from "./restricted.ts";

/** What a student's cell takes that solves its task. */
export interface Borrowing {
  /** The id of the cell. */
  cell: string;
  /** A sentence for the person who looks at it. */
  text: string;
}

interface Statement {
  cell: string;
  node: ts.Statement;
  declared: Set<string>;
  used: Set<string>;
  imported: Imported[];
}

/**
 * What the student's cells borrow of the library, found by their syntax: a restricted export under
 * any name, of a namespace, of `require` and `import()`, as a base class or as a helper that another
 * cell of the student's wraps. Nothing of it is run.
 *
 * @param cells of the notebook as it is graded, in order
 * @param own the ids of those that the student wrote
 */
export function borrowed(cells: readonly Cell[], own: ReadonlySet<string>): Borrowing[] {
  const imports = new Map<string, Imported[]>();
  for (const each of cells.filter(isCode).flatMap(importsOf)) {
    imports.set(each.local, [...(imports.get(each.local) ?? []), each]);
  }
  const students = cells.filter((cell) => isCode(cell) && own.has(cell.id)).flatMap(statementsOf);
  const found = students.flatMap(({ cell, node }) => loads(node).map((text) => ({ cell, text })));
  for (const [id, restricted] of RESTRICTED) {
    const reached = reachedBy(students, imports, restricted);
    for (const statement of students.filter(({ cell }) => cell === id)) {
      for (const text of reached(statement)) found.push({ cell: id, text: `uses ${text}` });
    }
  }
  return found.filter(
    ({ cell, text }, i) => found.findIndex((e) => e.cell === cell && e.text === text) === i,
  );
}

function nodesOf(cell: Cell): readonly ts.Statement[] {
  return ts.createSourceFile("cell.ts", sourceOf(cell), ts.ScriptTarget.ES2022, true).statements;
}

/** The imports of cells that were looked at: most are the assignment's, the same for all students. */
const known = new WeakMap<Cell, Imported[]>();

function importsOf(cell: Cell): Imported[] {
  const imports = known.get(cell) ?? nodesOf(cell).flatMap(importedBy);
  known.set(cell, imports);
  return imports;
}

function statementsOf(cell: Cell): Statement[] {
  return nodesOf(cell).map((node) => {
    const { declared, used } = namesOf(node.getText());
    return { cell: cell.id, node, declared, used, imported: importedBy(node) };
  });
}

/** The sentences for a statement that loads solutions, or code that cannot be read here. */
function loads(statement: ts.Statement): string[] {
  const found: string[] = [];
  const check = (module: string | undefined) => {
    if (module === "") found.push("loads a module whose name is computed");
    else if (module !== undefined && hasSolutions(module)) found.push(`loads ${module}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      check(node.moduleSpecifier.text);
    }
    if (ts.isCallExpression(node)) check(loadedModule(node));
    if (ts.isIdentifier(node) && isEvaluation(node)) found.push(`runs text as code: ${node.text}`);
    ts.forEachChild(node, visit);
  };
  visit(statement);
  return found;
}

function isEvaluation({ text, parent }: ts.Identifier): boolean {
  const isCalled =
    (ts.isCallExpression(parent) || ts.isNewExpression(parent)) &&
    ts.isIdentifier(parent.expression) &&
    parent.expression.text === text;
  return isCalled && (text === "eval" || text === "Function");
}

/** Gives for a statement what it uses of the restricted exports, itself or through others. */
function reachedBy(
  students: readonly Statement[],
  imports: ReadonlyMap<string, Imported[]>,
  restricted: Restricted,
): (statement: Statement) => string[] {
  const wrapped = new Map<string, string>();
  const declaredByStudent = new Set(
    students
      .filter(({ imported }) => imported.length === 0)
      .flatMap(({ declared }) => [...declared]),
  );
  const isRestricted = ({ module, name }: Imported): boolean => {
    const names = restricted.get(module);
    return names === "all" || (name !== undefined && names?.includes(name) === true);
  };
  const nameOf = ({ module, name }: Imported) => (name ? `${name} of ${module}` : module);
  const reached = ({ node, used, imported }: Statement): string[] => {
    const found = imported.filter(isRestricted).map(nameOf);
    for (const name of used) {
      const through = wrapped.get(name);
      if (through !== undefined) found.push(`${name}, which uses ${through}`);
      else if (!declaredByStudent.has(name)) {
        found.push(...(imports.get(name) ?? []).filter(isRestricted).map(nameOf));
      }
    }
    return [...found, ...membersOf(node, imports, restricted)];
  };
  let before: number;
  do {
    before = wrapped.size;
    for (const statement of students) {
      for (const what of statement.imported.length > 0 ? [] : reached(statement)) {
        for (const name of statement.declared) {
          if (!wrapped.has(name)) wrapped.set(name, what.replace(/^.*, which uses /, ""));
        }
      }
    }
  } while (before < wrapped.size);
  return reached;
}

/** What a statement takes of whole modules: `ops.X`, `require("lib/ops").X`, or all at once. */
function membersOf(
  statement: ts.Statement,
  imports: ReadonlyMap<string, Imported[]>,
  restricted: Restricted,
): string[] {
  const found: string[] = [];
  const moduleOf = (node: ts.Node): string | undefined => {
    if (!ts.isIdentifier(node)) return loadedModule(node);
    return imports.get(node.text)?.find(({ name }) => !name)?.module;
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) return;
    const taken = takenBy(node);
    const module = taken && moduleOf(taken.from);
    if (module === undefined) {
      ts.forEachChild(node, visit);
      return;
    }
    const names = restricted.get(module);
    if (names === undefined || names === "all") return; // of "all" the name of the module tells
    for (const name of taken?.names ?? []) {
      if (name === undefined) found.push(`all of ${module}`);
      else if (names.includes(name)) found.push(`${name} of ${module}`);
    }
  };
  visit(statement);
  return found;
}

/** What a node takes of a value: members by their names, undefined for all of it. */
function takenBy(node: ts.Node): { from: ts.Node; names: (string | undefined)[] } | undefined {
  if (ts.isPropertyAccessExpression(node)) {
    return { from: node.expression, names: [node.name.text] };
  }
  if (ts.isElementAccessExpression(node)) {
    const { expression: from, argumentExpression: key } = node;
    return { from, names: [ts.isStringLiteralLike(key) ? key.text : undefined] };
  }
  if (ts.isVariableDeclaration(node) && node.initializer && ts.isObjectBindingPattern(node.name)) {
    return {
      from: node.initializer,
      names: node.name.elements.map((part) =>
        part.dotDotDotToken ? undefined : (part.propertyName ?? part.name).getText(),
      ),
    };
  }
  if (ts.isIdentifier(node) && !isName(node)) return { from: node, names: [undefined] };
  return undefined;
}

/** Whether an identifier names a property or something that is declared, and takes no value. */
function isName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent) || ts.isPropertyAccessExpression(parent)) {
    return parent.name === node;
  }
  return ts.isBindingElement(parent) || (ts.isVariableDeclaration(parent) && parent.name === node);
}
