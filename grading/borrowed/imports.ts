import ts from "typescript-api";

/** A name of a cell for something of a module: one export, or (`name` undefined) all of it. */
export interface Imported {
  local: string;
  module: string;
  name?: string;
}

/** The module of `require("m")`, `import("m")` and `await import("m")`; "" where it is no text. */
export function loadedModule(node: ts.Node): string | undefined {
  if (ts.isAwaitExpression(node) || ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) {
    return loadedModule(node.expression);
  }
  if (!ts.isCallExpression(node)) return undefined;
  const { expression } = node;
  const loads =
    expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(expression) && expression.text === "require");
  if (!loads) return undefined;
  const [module] = node.arguments;
  return module && ts.isStringLiteralLike(module) ? module.text : "";
}

/** The names that a statement gives to modules and to what they export; no types. */
export function importedBy(statement: ts.Statement): Imported[] {
  if (ts.isImportDeclaration(statement)) return declaredImports(statement);
  if (ts.isImportEqualsDeclaration(statement)) {
    const { moduleReference } = statement;
    if (!ts.isExternalModuleReference(moduleReference)) return [];
    const { expression } = moduleReference;
    const module = ts.isStringLiteralLike(expression) ? expression.text : "";
    return [{ local: statement.name.text, module }];
  }
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ name, initializer }) => {
    if (!initializer) return [];
    const module = loadedModule(initializer);
    if (module === undefined) return [];
    if (ts.isIdentifier(name)) return [{ local: name.text, module }];
    return name.elements.flatMap((element) => {
      if (!ts.isBindingElement(element) || !ts.isIdentifier(element.name)) return [];
      const all = element.dotDotDotToken !== undefined;
      const exported = (element.propertyName ?? element.name).getText();
      return [{ local: element.name.text, module, ...(!all && { name: exported }) }];
    });
  });
}

function declaredImports({ importClause, moduleSpecifier }: ts.ImportDeclaration): Imported[] {
  if (!importClause || importClause.isTypeOnly || !ts.isStringLiteral(moduleSpecifier)) return [];
  const module = moduleSpecifier.text;
  const { name, namedBindings } = importClause;
  const found: Imported[] = name ? [{ local: name.text, module }] : [];
  if (namedBindings && ts.isNamespaceImport(namedBindings)) {
    found.push({ local: namedBindings.name.text, module });
  }
  if (namedBindings && ts.isNamedImports(namedBindings)) {
    for (const each of namedBindings.elements) {
      if (!each.isTypeOnly) {
        found.push({ local: each.name.text, module, name: (each.propertyName ?? each.name).text });
      }
    }
  }
  return found;
}
