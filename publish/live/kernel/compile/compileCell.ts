import type { Program } from "acorn";
import MagicString from "magic-string";
import { transform } from "sucrase";
import type { CompiledCell } from "../compiledCell.ts";
import { linesOf } from "./linesOf.ts";
import { isObject, parseCell, refuseNamespaces, withoutExports } from "./parse.ts";
import { explain } from "./refuse.ts";
import { rewrite } from "./rewrite.ts";
import { analyzeCell } from "./scopes.ts";

/** The name of a cell's last value, as the kernel's translator calls it. */
const LAST = "tsLastExpr";

/** A cell without its types. */
interface Untyped {
  code: string;
  program: Program;
  map: string;
  /** Lines that stand before the cell's own. */
  added: number;
}

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
  const { code, program, map, added } = untyped(source, name);
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
    added,
    lines: [text.generateMap({ hires: "boundary" }).toString(), map].map(linesOf),
  };
}

function untyped(source: string, name: string): Untyped {
  refuseNamespaces(source, name);
  if (/^\s*\{/.test(source)) {
    try {
      const object = read(`(\n${source}\n)`, name, 1);
      if (isObject(object.program)) return object;
    } catch {
      // a block
    }
  }
  return read(withoutExports(source), name, 0);
}

function read(source: string, name: string, added: number): Untyped {
  let code = source;
  try {
    const transformed = transform(source, {
      transforms: ["typescript"],
      disableESTransforms: true,
      keepUnusedImports: true, // later cells may use them
      filePath: name,
      sourceMapOptions: { compiledFilename: name },
    });
    code = transformed.code;
    const map = JSON.stringify(transformed.sourceMap);
    return { code, program: parseCell(code), map, added };
  } catch (error) {
    throw explain(error as Error, code, name, added);
  }
}
