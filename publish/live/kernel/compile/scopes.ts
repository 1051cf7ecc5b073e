import type { Identifier, Pattern, Program } from "acorn";
import { analyze } from "eslint-scope";

/** The names in a cell. */
interface CellNames {
  /** Declared at its top. */
  declared: Set<string>;
  /** Those of them that cannot be assigned to. */
  fixed: Set<string>;
  /** What stands for a name that the cell does not declare around it. */
  references: Set<Identifier>;
  /** Those that it declares and uses as values. */
  used: Set<string>;
}

/** Finds what a cell declares for the others, and what it takes from them. */
export function analyzeCell(program: Program): CellNames {
  const declared = new Set<string>();
  const fixed = new Set<string>();
  const declare = (names: string[], isFixed: boolean) => {
    for (const name of names) {
      declared.add(name);
      if (isFixed) fixed.add(name);
    }
  };
  for (const statement of program.body) {
    if (statement.type === "ImportDeclaration")
      declare(
        statement.specifiers.map(({ local }) => local.name),
        true,
      );
    else if (statement.type === "VariableDeclaration") {
      const isFixed = !/^(let|var)$/.test(statement.kind);
      for (const { id } of statement.declarations) declare(namesIn(id), isFixed);
    } else if (statement.type === "FunctionDeclaration" || statement.type === "ClassDeclaration")
      declare([statement.id.name], false);
  }
  const { globalScope } = analyze(program as Parameters<typeof analyze>[0], {
    ecmaVersion: 2022,
    sourceType: "module",
  });
  const references = new Set(
    (globalScope?.through ?? []).map(({ identifier }) => identifier as Identifier),
  );
  const [module] = globalScope?.childScopes ?? [];
  const used = new Set(
    (module?.variables ?? [])
      .filter((variable) => variable.references.length > 0)
      .map(({ name }) => name),
  );
  return { declared, fixed, references, used };
}

/** The names that a pattern binds. */
function namesIn(pattern: Pattern): string[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name];
    case "ObjectPattern":
      return pattern.properties.flatMap((property) =>
        namesIn(property.type === "RestElement" ? property.argument : property.value),
      );
    case "ArrayPattern":
      return pattern.elements.flatMap((element) => (element ? namesIn(element) : []));
    case "AssignmentPattern":
      return namesIn(pattern.left);
    case "RestElement":
      return namesIn(pattern.argument);
    default:
      return [];
  }
}
