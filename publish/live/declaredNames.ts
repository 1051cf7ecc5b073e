import ts from "typescript-api";
import { declaredVariables } from "../../kernel/translator/declaredVariables.ts";

/** The names that a cell declares for others: values, types, what it imports, and any `var`. */
export function declaredNames(file: ts.SourceFile): Set<string> {
  const names = new Set(declaredVariables(ts, file).keys());
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) {
      const { name, namedBindings } = statement.importClause ?? {};
      if (name) {
        names.add(name.text);
      }
      if (namedBindings && ts.isNamespaceImport(namedBindings)) {
        names.add(namedBindings.name.text);
      } else {
        for (const part of namedBindings?.elements ?? []) names.add(part.name.text);
      }
    } else if (
      (ts.isFunctionDeclaration(statement) ||
        ts.isClassDeclaration(statement) ||
        ts.isInterfaceDeclaration(statement) ||
        ts.isTypeAliasDeclaration(statement) ||
        ts.isEnumDeclaration(statement)) &&
      statement.name
    ) {
      names.add(statement.name.text);
    }
  }
  return names;
}
