import ts = require("typescript-api");

const { factory } = ts;
const printer = ts.createPrinter();

/** What a name stands for. */
export interface Meaning {
  value: boolean;
  type: boolean;
}

type Keep = (name: ts.Identifier, meaning: Meaning) => boolean;

const VALUE: Meaning = { value: true, type: false };
const TYPE: Meaning = { value: false, type: true };
const BOTH: Meaning = { value: true, type: true };

const print = (node: ts.Node, source: ts.SourceFile) =>
  printer.printNode(ts.EmitHint.Unspecified, node, source);

/** A statement as it stands, with the comments before it. */
const textOf = (statement: ts.Statement) =>
  statement.getSourceFile().text.slice(statement.pos, statement.end).trim();

function filterVariables(statement: ts.VariableStatement, keep: Keep): string {
  const { declarationList: list } = statement;
  const kept = list.declarations.filter(({ name }) => ts.isIdentifier(name) && keep(name, VALUE));
  if (!kept.length) return "";
  if (kept.length === list.declarations.length) return textOf(statement);
  const updated = factory.updateVariableDeclarationList(list, kept);
  return print(
    factory.updateVariableStatement(statement, statement.modifiers, updated),
    statement.getSourceFile(),
  );
}

function filterImport(statement: ts.ImportDeclaration, keep: Keep): string {
  const { importClause: clause } = statement;
  if (!clause) return "";
  const name = clause.name && keep(clause.name, BOTH) ? clause.name : undefined;
  let { namedBindings: bindings } = clause;
  if (bindings && ts.isNamespaceImport(bindings)) {
    if (!keep(bindings.name, BOTH)) bindings = undefined;
  } else if (bindings) {
    const elements = bindings.elements.filter((element) => keep(element.name, BOTH));
    bindings = elements.length ? factory.updateNamedImports(bindings, elements) : undefined;
  }
  if (!name && !bindings) return "";
  const updated = factory.updateImportClause(clause, clause.phaseModifier, name, bindings);
  const { modifiers, moduleSpecifier, attributes } = statement;
  return print(
    factory.updateImportDeclaration(statement, modifiers, updated, moduleSpecifier, attributes),
    statement.getSourceFile(),
  );
}

/** Whether a statement adds to what others declare: `declare global`, `declare module "name"`. */
export const isAugmentation = (statement: ts.Statement): statement is ts.ModuleDeclaration =>
  ts.isModuleDeclaration(statement) &&
  (ts.isStringLiteral(statement.name) ||
    Boolean(statement.flags & ts.NodeFlags.GlobalAugmentation));

/** Whether a statement declares no name and may yet add to what others declare. */
const isNameless = (statement: ts.Statement) =>
  isAugmentation(statement) || (ts.isImportDeclaration(statement) && !statement.importClause);

/** Whether a declaration gives a name to a file's own scope: not a member's, nor a global one. */
export function declaresOwn(declaration: ts.Declaration, file: ts.SourceFile): boolean {
  let node: ts.Node = declaration;
  while (node.parent && !ts.isSourceFile(node.parent)) {
    if (ts.isModuleBlock(node) || ts.isClassElement(node) || ts.isTypeElement(node)) return false;
    node = node.parent;
  }
  return node.parent === file;
}

function filterStatement(statement: ts.Statement, keep: Keep): string {
  if (isNameless(statement)) return textOf(statement);
  if (ts.isVariableStatement(statement)) return filterVariables(statement, keep);
  if (ts.isImportDeclaration(statement)) return filterImport(statement, keep);
  const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
  const isNamed =
    isType ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isImportEqualsDeclaration(statement) ||
    ts.isModuleDeclaration(statement);
  if (!isNamed || !statement.name || !ts.isIdentifier(statement.name)) return "";
  const meaning = isType ? TYPE : ts.isFunctionDeclaration(statement) ? VALUE : BOTH;
  return keep(statement.name, meaning) ? textOf(statement) : "";
}

/** The part of a declaration file that declares what is to be kept. */
function filterSource(
  { statements }: ts.SourceFile,
  keep: Keep,
  isWanted: (statement: ts.Statement) => boolean = () => true,
): string {
  const kept = statements.filter(isWanted).map((statement) => filterStatement(statement, keep));
  return [...new Set(kept)].map((text) => text && `${text}\n`).join("");
}

/**
 * The part of a declaration text that declares the names to be kept.
 *
 * @param withNameless whether what adds to others' declarations is kept, too
 */
export function filterDeclarations(
  text: string,
  keep: (name: string, meaning: Meaning) => boolean,
  withNameless: boolean,
): string {
  const source = ts.createSourceFile("declarations.d.ts", text, ts.ScriptTarget.ES2022, true);
  const keepName: Keep = (name, meaning) => keep(name.text, meaning);
  return filterSource(source, keepName, (statement) => withNameless || !isNameless(statement));
}

/** A declaration text, and as `any` those of the values that it leaves out: `var package`. */
export function declareAll(text: string, values: string[]): string {
  const left = new Set(values);
  filterDeclarations(text, (name, { value }) => !value || left.delete(name), true);
  return text + [...left].map((name) => `declare let ${name}: any;\n`).join("");
}

/** A file's own names, by their escaped texts. */
export const localsOf = (file: ts.SourceFile): ts.SymbolTable =>
  (file as { locals?: ts.SymbolTable }).locals ?? new Map();

/**
 * What a declaration file leaves out: the variables that a cell declares by `var` within a loop or
 * another statement, `for (var i = 0; …)`, which are the cell's all the same.
 */
function innerVariables(checker: ts.TypeChecker, cell: ts.SourceFile): string {
  const isInner = ({ flags, declarations = [] }: ts.Symbol) =>
    flags & ts.SymbolFlags.FunctionScopedVariable &&
    declarations.every(
      (declaration) =>
        !ts.findAncestor(
          declaration,
          (node) => node.parent === cell && ts.isVariableStatement(node),
        ),
    );
  const { NoTruncation, UseAliasDefinedOutsideCurrentScope } = ts.TypeFormatFlags;
  const flags = NoTruncation | UseAliasDefinedOutsideCurrentScope;
  return [...localsOf(cell).values()]
    .filter(isInner)
    .map((symbol) => {
      const type = checker.typeToString(checker.getTypeOfSymbol(symbol), cell, flags);
      return `declare let ${symbol.name}: ${type};\n`;
    })
    .join("");
}

/** What is to be declared beside a cell's declaration file: what is left of the earlier ones. */
export function remainingDeclarations(
  checker: ts.TypeChecker,
  cell: ts.SourceFile,
  declarations: ts.SourceFile,
): string {
  const meaning = (symbol: ts.Symbol | undefined): Meaning => {
    if (!symbol) return { value: false, type: false };
    const isAlias = symbol.flags & ts.SymbolFlags.Alias;
    const { flags } = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
    const { Value, Type, Namespace } = ts.SymbolFlags;
    return { value: Boolean(flags & Value), type: Boolean(flags & (Type | Namespace)) };
  };
  const [ours, theirs] = [localsOf(cell), localsOf(declarations)];
  const lost = new Set<string>(); // values whose types are overwritten
  const values = new Set<string>();
  const keep: Keep = ({ escapedText, text }, given) => {
    const local = ours.get(escapedText);
    if (!local) return true; // to find out what an import means takes long
    const now = meaning(local);
    const known = meaning(theirs.get(escapedText));
    const value = given.value && known.value;
    const type = given.type && known.type;
    const isOverwritten = (value && now.value) || (type && now.type);
    if (value && !now.value) (isOverwritten ? lost : values).add(text);
    return !isOverwritten;
  };
  const kept = filterSource(declarations, keep);
  const unknown = [...lost].filter((name) => !values.has(name));
  const untyped = unknown.map((name) => `declare let ${name}: any;\n`).join("");
  return kept + untyped + innerVariables(checker, cell);
}
