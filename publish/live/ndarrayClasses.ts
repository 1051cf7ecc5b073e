import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import vm from "node:vm";

/** The most axes that a tensor of a page has. */
const MOST_AXES = 8;

/**
 * The module of ndarray for pages, whose policy forbids to make functions of text: the classes that
 * it writes and evaluates, one for each number of axes, are written out.
 *
 * @param file ndarray's module
 */
export async function ndarrayClasses(file: string): Promise<string> {
  const module = await readFile(file, "utf8");
  const written = new Map<string, string>();
  // called by `new`
  function record(...parts: string[]) {
    const code = parts.at(-1) ?? "";
    written.set(nameOf(code), `function (${parts.slice(0, -1).join(", ")}) { ${code} }`);
    return Reflect.construct(Function, parts);
  }
  const exported: { exports?: (data: Float64Array, shape: number[]) => object } = {};
  const parameters = ["module", "require", "Function"];
  vm.compileFunction(module, parameters)(exported, createRequire(file), record);
  for (let axes = 0; axes <= MOST_AXES; axes++) {
    exported.exports?.(new Float64Array(), Array(axes));
  }
  const classes = [...written].map(([name, text]) => `${name}: ${text}`);
  return `const classes = { ${classes.join(",\n")} };
function Function(...parts) {
  const name = ${CLASS}.exec(parts.at(-1))[0];
  if (classes[name]) return classes[name];
  throw new RangeError("in a page tensors hold float64 numbers and have ${MOST_AXES} axes at most, not " + name);
}
${module}`;
}

const CLASS = /View\w+/;

function nameOf(code: string): string {
  return CLASS.exec(code)?.[0] ?? "";
}
