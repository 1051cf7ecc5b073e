import ts from "typescript-api";

/** One small fault: the text from `start` to `end` of a source becomes another. */
export interface Change {
  /** What kind of fault it is, such as "relation": no kind may fill a sample. */
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What another operator makes of an expression, by kind. */
const OPERATORS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  relation: { "<": "<=", "<=": "<", ">": ">=", ">=": ">", "===": "!==", "!==": "===" },
  arithmetic: {
    ...{ "+": "-", "-": "+", "*": "/", "/": "*", "%": "*", "**": "*" },
    ...{ "+=": "-=", "-=": "+=", "*=": "/=", "/=": "*=" },
  },
  logic: { "&&": "||", "||": "&&", "??": "&&" },
};

const METHODS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ min: "max", max: "min", floor: "ceil", ceil: "floor", round: "floor" },
    ...{ every: "some", some: "every", filter: "slice" },
  }),
);

/** Every fault that a source can get, in its order. */
export function changesOf(text: string): Change[] {
  const source = ts.createSourceFile("source.ts", text, ts.ScriptTarget.Latest, true);
  const found: Change[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isInterfaceDeclaration(node)) {
      return;
    }
    if (ts.isTypeAliasDeclaration(node) || ts.isExportDeclaration(node)) return;
    for (const [kind, place, changed] of changesAt(node)) {
      found.push({ kind, start: place.getStart(source), end: place.end, text: changed });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** What a node may become: the kind of fault, the node that it replaces, and by what. */
function* changesAt(node: ts.Node): Generator<[kind: string, place: ts.Node, text: string]> {
  if (ts.isBinaryExpression(node)) {
    for (const [kind, others] of Object.entries(OPERATORS)) {
      const other = others[node.operatorToken.getText()];
      if (other) yield [kind, node.operatorToken, other];
    }
  }
  if (ts.isNumericLiteral(node)) {
    yield ["constant", node, `${Number(node.text) + 1}`];
    yield ["constant", node, `(${Number(node.text) - 1})`];
  }
  if (node.kind === ts.SyntaxKind.TrueKeyword) yield ["boolean", node, "false"];
  if (node.kind === ts.SyntaxKind.FalseKeyword) yield ["boolean", node, "true"];
  if (ts.isPrefixUnaryExpression(node) && /^[!-]/.test(node.getText())) {
    yield ["sign", node, node.operand.getText()];
  }
  if (ts.isIfStatement(node) || ts.isConditionalExpression(node)) {
    const condition = ts.isIfStatement(node) ? node.expression : node.condition;
    yield ["negation", condition, `!(${condition.getText()})`];
  }
  if (ts.isIfStatement(node)) yield ["never", node.expression, "false"];
  if (ts.isThrowStatement(node)) yield ["throw", node, ";"];
  if (ts.isExpressionStatement(node) && node.expression.getText().slice(0, 6) !== "super(") {
    yield ["statement", node, ";"];
  }
  if (ts.isReturnStatement(node) && (node.expression?.getText() ?? "undefined") !== "undefined") {
    yield ["return", node, "return undefined;"];
  }
  if (ts.isAwaitExpression(node)) yield ["await", node, node.expression.getText()];
  if (ts.isCallExpression(node)) {
    const [first, second] = node.arguments;
    const isSymmetric = /^Math\.(min|max|hypot)$/.test(node.expression.getText());
    if (second && !isSymmetric && first.getText() !== second.getText()) {
      const list = [second, first, ...node.arguments.slice(2)].map((each) => each.getText());
      yield ["arguments", node, `${node.expression.getText()}(${list.join(", ")})`];
    }
    const callee = node.expression;
    const other = ts.isPropertyAccessExpression(callee) && METHODS.get(callee.name.text);
    if (other) yield ["method", callee.name, other];
  }
}
