import type ts from "typescript-api";

/**
 * The variables that a cell declares for the others, at its top or by `var` within a statement; true
 * for those to be assigned to.
 *
 * @param api TypeScript, which a page loads in its own way
 */
export function declaredVariables(
  api: typeof ts,
  { statements }: ts.SourceFile,
): Map<string, boolean> {
  const found = new Map<string, boolean>();
  const bind = (name: ts.BindingName, writable: boolean): void => {
    if (api.isIdentifier(name)) found.set(name.text, writable);
    else {
      for (const element of name.elements) {
        if (api.isBindingElement(element)) bind(element.name, writable);
      }
    }
  };
  const findVars = (node: ts.Node): void => {
    if (api.isFunctionLike(node) || api.isClassLike(node) || api.isModuleDeclaration(node)) return;
    const isVar = api.isVariableDeclarationList(node) && !(node.flags & api.NodeFlags.BlockScoped);
    if (isVar) for (const { name } of node.declarations) bind(name, true);
    api.forEachChild(node, findVars);
  };
  for (const statement of statements) {
    if (api.isVariableStatement(statement)) {
      const { declarations, flags } = statement.declarationList;
      for (const { name } of declarations) bind(name, !(flags & api.NodeFlags.Const));
    }
    findVars(statement);
  }
  return found;
}
