import MagicString from "magic-string";
import { transform } from "sucrase";
import type { CompiledCell } from "../compiledCell.ts";
import { parseCell, withoutExports } from "./parse.ts";
import { refusal } from "./refuse.ts";
import { rewrite } from "./rewrite.ts";
import { analyzeCell } from "./scopes.ts";

/** The name of a cell's last value, as the kernel's translator calls it. */
const LAST = "tsLastExpr";

/**
 * Compiles a cell that the reader has edited to what the kernel's translator makes of it, without
 * checking its types: sucrase takes those away, and references to names of other cells lead to
 * what the cells share.
 *
 * @param known the names of the other cells
 * @param name what stacks call the cell
 * @throws SyntaxError with the place, and in words for what a page cannot run
 */
export function compileCell(source: string, known: readonly string[], name: string): CompiledCell {
  const { code, map } = withoutTypes(source, name);
  const program = parseCell(code, (error) => refusal(error, code, name));
  const { declared, fixed, references, used } = analyzeCell(program);
  const others = new Set(known.filter((each) => !declared.has(each)));
  const text = new MagicString(code);
  const { imports, isAsync, hasLast } = rewrite(text, program, {
    last: LAST,
    isShared: (identifier) => references.has(identifier) && others.has(identifier.name),
    isUsed: (local) => used.has(local),
  });
  const accessors = [...declared].map(
    (each) => `${each}: [() => ${each}${fixed.has(each) ? "" : `, (v) => ${each} = v`}]`,
  );
  return {
    js: text.toString(),
    prologue: accessors.length ? `__kernel__.own({ ${accessors.join(", ")} });` : "",
    names: [...declared],
    isAsync,
    resultName: hasLast ? LAST : undefined,
    imports,
    added: 0,
    maps: [text.generateMap({ hires: "boundary" }).toString(), JSON.stringify(map)],
  };
}

function withoutTypes(source: string, name: string): { code: string; map: object } {
  try {
    const { code, sourceMap } = transform(withoutExports(source), {
      transforms: ["typescript"],
      disableESTransforms: true,
      keepUnusedImports: true, // later cells may use them
      filePath: name,
      sourceMapOptions: { compiledFilename: name },
    });
    return { code, map: sourceMap ?? {} };
  } catch (error) {
    throw refusal(error as Error, source, name);
  }
}
