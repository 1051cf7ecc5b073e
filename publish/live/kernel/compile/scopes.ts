import type { Identifier, Program } from "acorn";
import { analyze, type Variable } from "eslint-scope";

/** The names in a cell. */
interface CellNames {
  /** Declared for the others: at its top, or by `var` within a statement. */
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
  const { globalScope } = analyze(program as Parameters<typeof analyze>[0], {
    ecmaVersion: 2022,
    sourceType: "module",
  });
  const references = new Set(
    (globalScope?.through ?? []).map(({ identifier }) => identifier as Identifier),
  );
  const [module] = globalScope?.childScopes ?? [];
  const variables = module?.variables ?? [];
  const namesOf = (some: Variable[]) => new Set(some.map(({ name }) => name));
  return {
    declared: namesOf(variables),
    fixed: namesOf(variables.filter(isFixed)),
    references,
    used: namesOf(variables.filter((variable) => variable.references.length > 0)),
  };
}

const isFixed = ({ defs }: Variable) =>
  defs.some(({ type, parent }) =>
    type === "Variable" ? !/^(let|var)$/.test(parent.kind) : type === "ImportBinding",
  );
