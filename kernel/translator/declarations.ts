import ts = require("typescript-api");

const { factory } = ts;
const printer = ts.createPrinter();

type Keep = (name: string, isValue: boolean) => boolean;

function importedNames({ importClause }: ts.ImportDeclaration): string[] {
  const names: string[] = [];
  if (importClause?.name) names.push(importClause.name.text);
  const bindings = importClause?.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings)) names.push(bindings.name.text);
  if (bindings && ts.isNamedImports(bindings)) {
    names.push(...bindings.elements.map(({ name }) => name.text));
  }
  return names;
}

function filterVariables(statement: ts.VariableStatement, keep: Keep): string {
  const { declarationList: list } = statement;
  const kept = list.declarations.filter(({ name }) => keep(name.getText(), true));
  if (!kept.length) return "";
  const updated = factory.updateVariableDeclarationList(list, kept);
  return printer.printNode(
    ts.EmitHint.Unspecified,
    factory.updateVariableStatement(statement, statement.modifiers, updated),
    statement.getSourceFile(),
  );
}

/** The part of a declaration text that declares what is to be kept; an import is not split. */
export function filterDeclarations(text: string, keep: Keep): string {
  const source = ts.createSourceFile("declarations.d.ts", text, ts.ScriptTarget.ES2022, true);
  const kept = source.statements.map((statement) => {
    if (ts.isVariableStatement(statement)) return filterVariables(statement, keep);
    if (ts.isImportDeclaration(statement)) {
      return importedNames(statement).every((name) => keep(name, true)) ? statement.getText() : "";
    }
    const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
    const isNamed =
      isType ||
      ts.isClassDeclaration(statement) ||
      ts.isEnumDeclaration(statement) ||
      ts.isFunctionDeclaration(statement) ||
      ts.isImportEqualsDeclaration(statement) ||
      ts.isModuleDeclaration(statement);
    if (!isNamed || !statement.name) return statement.getText();
    return keep(statement.name.text, !isType) ? statement.getText() : "";
  });
  return `${kept.filter(Boolean).join("\n")}\n`;
}
