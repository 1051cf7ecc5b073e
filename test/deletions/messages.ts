import ts from "typescript-api";
import type { Change } from "../mutants/changes.ts";

/** The messages of the errors that a source makes, each to be taken away. */
export function messagesOf(text: string): Change[] {
  const source = ts.createSourceFile("source.ts", text, ts.ScriptTarget.Latest, true);
  const found: Change[] = [];
  const visit = (node: ts.Node): void => {
    const message = messageOf(node);
    if (message) {
      found.push({ kind: "message", start: message.getStart(), end: message.end, text: '""' });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** What an error says, where a node makes one. */
function messageOf(node: ts.Node): ts.Node | undefined {
  const makes = ts.isNewExpression(node) && /Error$/.test(node.expression.getText());
  return makes ? node.arguments?.[0] : undefined;
}
