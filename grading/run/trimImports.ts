import ts from "typescript-api";

/**
 * A cell's code without the imports of which no name is used: to load and check what they import
 * takes most of a graded notebook's time.
 *
 * @param used the names that other cells use
 */
export function trimImports(source: string, used: Set<string>): string {
  const file = ts.createSourceFile("cell.ts", source, ts.ScriptTarget.ES2022);
  const isImport = (statement: ts.Statement) => ts.isImportDeclaration(statement);
  if (!file.statements.every(isImport)) return source;
  const kept = file.statements.filter((statement) => {
    const names = ts.isImportDeclaration(statement) ? namesIn(statement) : [];
    return names.length === 0 || names.some((name) => used.has(name));
  });
  return kept.map((statement) => statement.getText(file)).join("\n");
}

function namesIn({ importClause }: ts.ImportDeclaration): string[] {
  const { name, namedBindings } = importClause ?? {};
  const bound = namedBindings
    ? ts.isNamespaceImport(namedBindings)
      ? [namedBindings.name.text]
      : namedBindings.elements.map((element) => element.name.text)
    : [];
  return name ? [name.text, ...bound] : bound;
}
