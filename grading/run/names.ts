import ts from "typescript-api";
import { declaredNames } from "../../publish/live/declaredNames.ts";

/** The names that a cell declares at its top, and those that it takes from other cells. */
export interface Names {
  declared: Set<string>;
  used: Set<string>;
  /** It is one expression: it shows its value, and does nothing else. */
  shows: boolean;
}

/** @param source a cell's TypeScript; where it is damaged, what can be read of it counts */
export function namesOf(source: string): Names {
  const file = ts.createSourceFile("cell.ts", source, ts.ScriptTarget.ES2022);
  const host: ts.CompilerHost = {
    getSourceFile: (name) => (name === "cell.ts" ? file : undefined),
    writeFile: () => {},
    getDefaultLibFileName: () => "",
    getCurrentDirectory: () => "",
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    fileExists: (name) => name === "cell.ts",
    readFile: () => undefined,
  };
  const options = { noLib: true, noResolve: true, types: [], target: ts.ScriptTarget.ES2022 };
  const checker = ts.createProgram(["cell.ts"], options, host).getTypeChecker();
  const declared = declaredNames(file);
  const used = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !isPropertyName(node) && isFree(node, checker)) {
      used.add(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  for (const name of declared) used.delete(name);
  const [first, ...others] = file.statements;
  const shows =
    first !== undefined &&
    others.length === 0 &&
    ts.isExpressionStatement(first) &&
    !ts.isAwaitExpression(first.expression) &&
    !(ts.isBinaryExpression(first.expression) && isAssignment(first.expression));
  return { declared, used, shows };
}

const isAssignment = ({ operatorToken: { kind } }: ts.BinaryExpression): boolean =>
  kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;

function isFree(name: ts.Identifier, checker: ts.TypeChecker): boolean {
  const { parent } = name;
  const symbol = ts.isShorthandPropertyAssignment(parent)
    ? checker.getShorthandAssignmentValueSymbol(parent)
    : checker.getSymbolAtLocation(name);
  return !symbol?.declarations?.length;
}

/** Whether it names a part of a value that stands before it, or of one that is being made. */
function isPropertyName(name: ts.Identifier): boolean {
  const { parent } = name;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === name) ||
    (ts.isQualifiedName(parent) && parent.right === name) ||
    (ts.isPropertyAssignment(parent) && parent.name === name) ||
    (ts.isBindingElement(parent) && parent.propertyName === name) ||
    (ts.isImportSpecifier(parent) && parent.propertyName === name)
  );
}
