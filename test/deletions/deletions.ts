import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript-api";

/** Something public that is taken away: a name that a package exports, or one option of it. */
export interface Deletion {
  readonly name: string;
  readonly option?: string;
  /** The package's built index without it. */
  readonly text: string;
}

/** The built index of a package such as `lib/knn`. */
export function builtIndex(folder: string): string {
  return `${folder.replace("lib/", "lib/dist/")}/index.js`;
}

/** The functions whose options are taken away one by one, and which argument these are. */
const WITH_OPTIONS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  "lib/ops": { cmpOps: 2 },
  "lib/cifar": { train: 2, cifarCnn: 0, gridSearch: 1 },
  "lib/backend": { selectBackend: 0 },
};

/** All that can be taken away from a package of the library. */
export function deletionsOf(project: string, folder: string): Deletion[] {
  const source = readFileSync(join(project, builtIndex(folder)), "utf8");
  const found: Deletion[] = [];
  for (const { name, from } of exportsOf(source)) {
    const rest = without(source, name);
    found.push({ name, text: `${rest}\nexport const ${name} = undefined;\n` });
    const at = WITH_OPTIONS[folder]?.[name];
    if (at === undefined) continue;
    for (const option of optionsOf(project, folder, name, at)) {
      found.push({ name, option, text: `${rest}\n${forgetful(name, from, at, option)}` });
    }
  }
  return found;
}

/** The function as before, but for one option that it never gets. */
function forgetful(name: string, from: string, at: number, option: string): string {
  return `import { ${name} as whole } from "${from}";
export const ${name} = (...given) => {
  const { ${option}: forgotten, ...rest } = given[${at}] ?? {};
  return whole(...given.slice(0, ${at}), rest, ...given.slice(${at + 1}));
};
`;
}

/** The source of an index without a name. */
export function unexported(source: string, name: string): string {
  return source.replaceAll(new RegExp(`(?<=[{,]\\s*)${name},?(?=[\\s}])`, "g"), "");
}

function exportsOf(source: string): { name: string; from: string }[] {
  return declarations(source).flatMap(({ names, from }) => names.map((name) => ({ name, from })));
}

/** An index that exports all but one name. */
function without(source: string, name: string): string {
  return declarations(source)
    .map(({ names, from }) => {
      const others = names.filter((each) => each !== name);
      return `export { ${others.join(", ")} } from "${from}";`;
    })
    .join("\n");
}

/** The lines `export { names } from "…"` that a built index consists of. */
function declarations(source: string): { names: string[]; from: string }[] {
  const { statements } = ts.createSourceFile("index.js", source, ts.ScriptTarget.Latest, true);
  return statements.map((statement) => {
    const { exportClause, moduleSpecifier } = statement as ts.ExportDeclaration;
    if (!exportClause || !ts.isNamedExports(exportClause) || !moduleSpecifier) {
      throw new Error(`an index only exports names: ${statement.getText()}`);
    }
    const names = exportClause.elements.map(({ name }) => name.text);
    return { names, from: (moduleSpecifier as ts.StringLiteral).text };
  });
}

/** The names of the options that a public function takes. */
function optionsOf(project: string, folder: string, name: string, at: number): string[] {
  const index = join(project, folder, "index.ts");
  const program = ts.createProgram([index], {
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    strict: true,
    skipLibCheck: true,
    lib: ["lib.es2022.d.ts"],
    types: [],
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(index);
  const module = source && checker.getSymbolAtLocation(source);
  const exported = module && checker.getExportsOfModule(module).find((each) => each.name === name);
  if (!source || !exported) throw new Error(`${folder} exports no ${name}`);
  const whole = checker.getTypeOfSymbol(checker.getAliasedSymbol(exported));
  const [signature] = whole.getCallSignatures();
  const options = checker.getTypeOfSymbol(signature.parameters[at]).getNonNullableType();
  return options.getProperties().map((each) => each.name);
}
