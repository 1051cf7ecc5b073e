import ts = require("typescript-api");

import { isAugmentation } from "./declarations.ts";

const { factory } = ts;
const printer = ts.createPrinter();

const parse = (text: string) =>
  ts.createSourceFile("augmentations.d.ts", text, ts.ScriptTarget.ES2022, true);

const statementsOf = ({ body }: ts.ModuleDeclaration): readonly ts.Statement[] =>
  body && ts.isModuleBlock(body) ? body.statements : [];

/** The names that statements declare; of an interface, those of its members: `Array.sum`. */
function declared(statements: readonly ts.Statement[]): Set<string> {
  const names = new Set<string>();
  for (const statement of statements) {
    if (ts.isVariableStatement(statement)) {
      for (const { name } of statement.declarationList.declarations) names.add(name.getText());
    } else if (ts.isInterfaceDeclaration(statement)) {
      for (const { name } of statement.members) {
        if (name) names.add(`${statement.name.text}.${name.getText()}`);
      }
    } else if (ts.isExportAssignment(statement)) {
      names.add(statement.isExportEquals ? "export =" : "default");
    } else if ("name" in statement) {
      const { name } = statement as ts.Statement & { name?: ts.Node };
      if (name) names.add(name.getText());
    }
  }
  return names;
}

/** A statement without what is declared anew. */
function without(statement: ts.Statement, names: Set<string>): ts.Statement | undefined {
  if (ts.isVariableStatement(statement)) {
    const { declarationList: list } = statement;
    const kept = list.declarations.filter(({ name }) => !names.has(name.getText()));
    const updated = factory.updateVariableDeclarationList(list, kept);
    return kept.length
      ? factory.updateVariableStatement(statement, statement.modifiers, updated)
      : undefined;
  }
  if (ts.isInterfaceDeclaration(statement)) {
    const { modifiers, name, typeParameters, heritageClauses } = statement;
    const members = statement.members.filter(
      (member) => !member.name || !names.has(`${name.text}.${member.name.getText()}`),
    );
    return factory.updateInterfaceDeclaration(
      statement,
      modifiers,
      name,
      typeParameters,
      heritageClauses,
      members,
    );
  }
  return [...declared([statement])].some((name) => names.has(name)) ? undefined : statement;
}

/**
 * Earlier declarations without what a cell adds anew to the global scope or to a module: run
 * again, it may add it with another type.
 */
export function forgetAugmented(declarations: string, code: string): string {
  if (!/\bdeclare\s+(global|module)\b/.test(code)) return declarations;
  const augmented = new Map<string, Set<string>>();
  const anew = new Set<string>(); // `declare module "x";` says that all of it is any
  for (const statement of parse(code).statements) {
    if (!isAugmentation(statement)) continue;
    const target = statement.name.text;
    if (!statement.body) anew.add(target);
    const names = declared(statementsOf(statement));
    augmented.set(target, new Set([...(augmented.get(target) ?? []), ...names]));
  }
  const source = parse(declarations);
  const kept = source.statements.map((statement) => {
    const names = isAugmentation(statement) ? augmented.get(statement.name.text) : undefined;
    if (!names || !isAugmentation(statement)) return statement.getFullText();
    if (!statement.body || anew.has(statement.name.text)) return "";
    const statements = statementsOf(statement).flatMap((each) => without(each, names) ?? []);
    const { modifiers, name } = statement;
    const body = factory.createModuleBlock(statements);
    const updated = factory.updateModuleDeclaration(statement, modifiers, name, body);
    return printer.printNode(ts.EmitHint.Unspecified, updated, source);
  });
  return `${kept.join("\n")}\n`;
}
