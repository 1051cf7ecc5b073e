import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript-api";
import { root } from "./imports.ts";

/** The threads of a kernel and the messages between them, as a Mermaid chart. */
export function threads(): string {
  const source = ts.createSourceFile(
    "threads.ts",
    readFileSync(join(root, "kernel/threads.ts"), "utf8"),
    ts.ScriptTarget.Latest,
  );
  const declared = new Map<string, ts.TypeNode>();
  for (const statement of source.statements) {
    if (ts.isTypeAliasDeclaration(statement)) declared.set(statement.name.text, statement.type);
    if (ts.isInterfaceDeclaration(statement)) {
      declared.set(statement.name.text, ts.factory.createTypeLiteralNode(statement.members));
    }
  }
  /** The kinds of a union of messages. */
  const kindsOf = (type: ts.TypeNode | undefined): string[] => {
    if (!type) return [];
    if (ts.isUnionTypeNode(type)) return type.types.flatMap(kindsOf);
    if (ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName)) {
      return kindsOf(declared.get(type.typeName.text));
    }
    if (!ts.isTypeLiteralNode(type)) return [];
    return type.members.flatMap((member) => {
      const isKind =
        ts.isPropertySignature(member) &&
        ts.isIdentifier(member.name) &&
        member.name.text === "kind" &&
        member.type &&
        ts.isLiteralTypeNode(member.type) &&
        ts.isStringLiteral(member.type.literal);
      return isKind ? [(member.type.literal as ts.StringLiteral).text] : [];
    });
  };
  const label = (name: string) => kindsOf(declared.get(name)).join(", ");
  return [
    "flowchart LR",
    '  jupyter["Jupyter"]',
    '  server["server thread: kernel/server"]',
    '  cells["main thread: kernel/cells"]',
    '  translator["translator thread: kernel/translator"]',
    '  jupyter <-->|"ZeroMQ messages"| server',
    `  server -->|"${label("ToCells")}"| cells`,
    `  cells -->|"${label("FromCells")}"| server`,
    '  server <-->|"a cell, its translation"| translator',
  ].join("\n");
}
