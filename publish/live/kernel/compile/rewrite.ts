import type { AnyNode, Identifier, ImportDeclaration, Program, Statement } from "acorn";
import { walk } from "estree-walker";
import type MagicString from "magic-string";
import type { CompiledCell } from "../compiledCell.ts";

/** What the names in a cell mean. */
interface Names {
  /** The name under which the last value is exported. */
  last: string;
  /** Whether this stands for a name of another cell. */
  isShared(identifier: Identifier): boolean;
  /** Whether a name is used as a value. */
  isUsed(local: string): boolean;
}

/** What came up on the way. */
interface Rewritten {
  imports: CompiledCell["imports"];
  isAsync: boolean;
  hasLast: boolean;
}

const isFunction = ({ type }: AnyNode) => /Function/.test(type);

/**
 * Makes of a cell's JavaScript what runs in the kernel: names of other cells become `exports.name`,
 * imports `require`, loops, functions and awaits get interrupt points, the last value is exported.
 */
export function rewrite(text: MagicString, program: Program, names: Names): Rewritten {
  const imports: CompiledCell["imports"] = [];
  let isAsync = false;
  let functions = 0;

  const enter = (node: AnyNode, parent: AnyNode | null) => {
    if (isFunction(node)) functions++;
    if (node.type === "Identifier") shareName(text, node, parent, names);
    else if (node.type === "Property" && node.shorthand) shareShorthand(text, node, names);
    else if (node.type === "ImportDeclaration") {
      imports.push({ name: String(node.source.value), members: membersOf(node) });
      text.update(node.start, node.end, required(node, names));
    } else if (node.type === "ImportExpression") {
      text.update(node.start, node.start + "import".length, "__kernel__.load");
      if (node.source.type === "Literal") imports.push({ name: String(node.source.value) });
    } else if (node.type === "MetaProperty" && node.meta.name === "import") {
      text.update(node.start, node.end, "__kernel__.meta()");
    } else if (node.type === "CallExpression") {
      const name = requiredBy(node);
      if (name !== undefined) imports.push({ name });
    }
    addPoints(text, node, parent);
    if (functions === 0) isAsync ||= node.type === "AwaitExpression" || isForAwait(node);
  };
  walk(program as Parameters<typeof walk>[0], {
    enter(node, parent) {
      enter(node as AnyNode, parent as AnyNode | null);
    },
    leave(node) {
      if (isFunction(node as AnyNode)) functions--;
    },
  });
  return { imports, isAsync, hasLast: exportLast(text, program, names.last) };
}

const isForAwait = (node: AnyNode) => node.type === "ForOfStatement" && node.await;

function shareName(
  text: MagicString,
  node: Identifier,
  parent: AnyNode | null,
  names: Names,
): void {
  if (!names.isShared(node)) return;
  const isCalled =
    (parent?.type === "CallExpression" && parent.callee === node) ||
    (parent?.type === "TaggedTemplateExpression" && parent.tag === node);
  const place = `exports.${node.name}`;
  text.update(node.start, node.end, isCalled ? `(0, ${place})` : place);
}

/** `{ a }` and, in a pattern, `{ a = 1 }`. */
function shareShorthand(
  text: MagicString,
  { key, value }: Extract<AnyNode, { type: "Property" }>,
  names: Names,
): void {
  const name = value.type === "AssignmentPattern" ? (value.left as AnyNode) : value;
  if (name.type !== "Identifier" || !names.isShared(name)) return;
  text.appendLeft(key.start, `${name.name}: `);
}

/** The name in `require("name")`. */
function requiredBy(node: Extract<AnyNode, { type: "CallExpression" }>): string | undefined {
  const [name] = node.arguments;
  const isCall = node.callee.type === "Identifier" && node.callee.name === "require";
  return isCall && name?.type === "Literal" ? String(name.value) : undefined;
}

/** An import as what the kernel's translator makes of it; a name that is not there is refused. */
function required({ source, specifiers }: ImportDeclaration, names: Names): string {
  const name = JSON.stringify(source.value);
  const lines = [`const imported_${source.start} = require(${name});`];
  if (specifiers.length === 0) return `require(${name});`;
  for (const specifier of specifiers) {
    const { local } = specifier;
    if (specifier.type === "ImportNamespaceSpecifier") {
      lines.push(`const ${local.name} = imported_${source.start};`);
    } else {
      const imported =
        specifier.type === "ImportDefaultSpecifier" ? "default" : nameOf(specifier.imported);
      const place = `imported_${source.start}[${JSON.stringify(imported)}]`;
      if (names.isUsed(local.name)) {
        lines.push(`__kernel__.has(${name}, ${JSON.stringify(imported)});`);
      }
      lines.push(`const ${local.name} = ${place};`);
    }
  }
  return lines.join(" ");
}

/** The exports that an import names; undefined where it names the module. */
function membersOf({ specifiers }: ImportDeclaration): string[] | undefined {
  const members: string[] = [];
  for (const specifier of specifiers) {
    if (specifier.type === "ImportNamespaceSpecifier") return undefined;
    members.push(
      specifier.type === "ImportDefaultSpecifier" ? "default" : nameOf(specifier.imported),
    );
  }
  return members;
}

const nameOf = (node: AnyNode) =>
  node.type === "Identifier" ? node.name : String((node as { value?: unknown }).value);

/** Interrupt points: at each await, each loop's body and each function's start. */
function addPoints(text: MagicString, node: AnyNode, parent: AnyNode | null): void {
  const check = (body: AnyNode) => {
    if (body.type === "BlockStatement") text.appendRight(body.start + 1, " __kernel__.check();");
    else text.appendRight(body.start, "{ __kernel__.check(); ").appendLeft(body.end, " }");
  };
  if (node.type === "AwaitExpression") {
    text.appendRight(node.argument.start, "__kernel__.step(").appendLeft(node.argument.end, ")");
  } else if (/^(For|While|DoWhile)/.test(node.type) && "body" in node) {
    check(node.body as Statement);
    if (node.type === "ForOfStatement" && node.await) {
      text.appendRight(node.right.start, "__kernel__.steps(").appendLeft(node.right.end, ")");
    }
  } else if (isFunction(node) && "body" in node) {
    const body = node.body as AnyNode;
    const isConstructor = parent?.type === "MethodDefinition" && parent.kind === "constructor";
    if (body.type === "BlockStatement" && !isConstructor) check(body);
  }
}

/** Exports the value of a cell's last statement, if it is an expression. */
function exportLast(text: MagicString, { body }: Program, name: string): boolean {
  const last = body.filter(({ type }) => type !== "EmptyStatement").at(-1);
  if (last?.type !== "ExpressionStatement") return false;
  text.prependRight(last.start, `exports.${name} = (`);
  const end = text.original[last.end - 1] === ";" ? last.end - 1 : last.end;
  text.appendLeft(end, ")");
  return true;
}
