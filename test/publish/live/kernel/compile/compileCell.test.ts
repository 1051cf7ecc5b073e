import { expect } from "chai";
import { compileCells } from "../../../../../publish/live/compileCells.ts";
import { compileCell } from "../../../../../publish/live/kernel/compile/compileCell.ts";
import type { CompiledCell } from "../../../../../publish/live/kernel/compiledCell.ts";

/** Cells that run one after another in a page: each comes out alike by either compiler. */
const NOTEBOOKS: Record<string, string[]> = {
  "an earlier name": ["const a = 2;", "a + 1"],
  "an earlier variable that is changed": ["let n = 1;", "n += 4; n++;\nn", "[n, typeof n]"],
  "a closure over a later change": ["let n = 1;\nconst get = () => n;", "n = 7;", "get()"],
  "a closure that changes a variable": [
    "let n = 0;\nconst next = () => ++n;",
    "next(); next()",
    "n",
  ],
  "a name declared anew": ["const a = 1;", "const a = 'x';\na", "a"],
  "a parameter that has an earlier name": [
    "const x = 1;",
    "const f = (x: number) => x * 2;\nf(4)",
    "f(x)",
  ],
  "a default that is an earlier name": ["const x = 3;", "function f(y = x) { return y; }\nf()"],
  "a block that has an earlier name": ["let x = 1;", "{\n  let x = 2;\n  x++;\n}\nx"],
  "a loop that has an earlier name": [
    "let i = 5;",
    "for (let i = 0; i < 3; i++);\ni",
    "for (i of [1, 2]);\ni",
  ],
  "variables that `var` declares within statements": [
    "for (var i = 0; i < 3; i++);\nif (i) { var [a, b = 2] = [1]; }",
    "i += a; [i, a, b]",
    "const f = () => { var i = 9; return i; };\n[f(), i]",
  ],
  "a caught error that has an earlier name": [
    "const e = 1;",
    "try { throw 2; } catch (e) { e; }\ne",
  ],
  "a class expression that has an earlier name": [
    "class B {}",
    "const A = class B { static f() { return B.name; } };\nA.f()",
  ],
  "a static block": [
    "const v = 1;",
    "// @ts-nocheck\nclass C { static w; static { let v = 2; C.w = v; } }\n[C.w, v]",
  ],
  "a field and a method that have earlier names": [
    "const a = 1, b = () => 2;",
    "class C { a = a; b() { return b() + this.a; } }\nnew C().b()",
  ],
  "shorthand and computed properties": ["const a = 1, k = 'z';", "({ a, [k]: a, k: 0, b: { a } })"],
  "destructuring into earlier names": [
    "let a, b;",
    "[a, b = 4] = [1];\n[a, b]",
    "({ a, c: b = 2 } = { a: 9 });\n[a, b]",
  ],
  "destructuring declarations": [
    "const { a, ...rest } = { a: 1, b: 2 };\nconst [x, , y = 3] = [1, 2];",
    "[a, rest, x, y]",
  ],
  "a tagged template and a call without a receiver": [
    "// @ts-nocheck\nconst self = function (...args) { return args.length; };",
    "// @ts-nocheck\n[self(), self``]",
  ],
  "an optional call": [
    "const f = undefined, g = { h: () => 3 };",
    "// @ts-nocheck\n[f?.(), g?.h?.()]",
  ],
  "new, and a class that extends an earlier one": [
    "class A { x = 1 }",
    "class B extends A { y = new A().x + 1 }\nnew B().y",
  ],
  "labels, which are no names": [
    "const outer = 1;",
    "outer: for (const i of [1, 2]) { if (i === 2) break outer; }\nouter",
  ],
  "an earlier name in a type alone": ["const a = { b: 1 };", "const c: typeof a = { b: 2 };\nc.b"],
  types: [
    "interface P { x: number }\ntype Q = P | null;",
    "const p = { x: 1 } satisfies P as P;\nconst q = <T,>(v: T): T => v;\nq<P>(p)!.x",
  ],
  enums: ["enum Colour { Red, Green = 4, Blue }", "[Colour.Blue, Colour[4]]"],
  "parameter properties, access and abstract classes": [
    "abstract class A { constructor(protected readonly x: number) {} abstract f(): number }",
    "class B extends A { f() { return this.x * 2; } }\nnew B(4).f()",
  ],
  overloads: [
    "function f(x: number): number;\nfunction f(x: string): string;\nfunction f(x: any) { return x; }",
    "f('a')",
  ],
  "await at the top and in a loop": [
    "const later = async (v: number) => v;",
    "let sum = 0;\nfor await (const v of [later(1), 2]) sum += v;\nsum + (await later(3))",
  ],
  "an object alone": ["const b = 2;", "{ a: 1, b }", "{\n  b: b + 1,\n}"],
  "a block alone": ["let b = 2;", "{ b = 3; }", "b"],
  "exported declarations": [
    "export const a = 1;\nexport function f() { return a; }\nexport class C {}\nexport default async function g() { return 2; }",
    "[f(), await g(), typeof C]",
  ],
  "a function before its declaration": [
    "const v = twice(2);\nfunction twice(x: number) { return 2 * x; }\nv",
    "twice(v)",
  ],
  "no last value": ["const a = 1;", "if (a) { a; }", ";"],
  "a last value with and without a semicolon": ["1 + 1", "2;", "(3);", "(4)", "'five'"],
  "a last value in parentheses over lines": [
    "(\n  1 +\n  2\n)",
    "[1, 2]\n  .map((x) => x + 1)\n  .join()",
  ],
  "an anonymous function as last value": ["(() => 1)", "(class {})"],
  "comments at the end": ["1 + 1 // two", "2 /* three */", "const a = 3; // three\na // a"],
  getters: ["const o = { get x() { return 1; }, set x(v) {} };", "o.x"],
  generators: ["function* count() { let i = 0; while (i < 3) yield i++; }", "[...count()]"],
  "a regular expression and a template": [
    "const n = 3;",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source of a cell
    "[/a{2}\\/[/]/.test('aa//'), `${n}${`${n + 1}`}`]",
  ],
  "an assignment as last value": ["let a = 1;", "a = 5", "a"],
  "deletion of a property, and typeof a missing name": [
    "const o: { x?: number } = { x: 1 };",
    "// @ts-nocheck\ndelete o.x;\n[o, typeof notThere]",
  ],
  "names of the language's objects": [
    "const Map = 1;",
    "Map",
    "const name = 'n', length = 2;\nname + length",
  ],
};

/** Cells, and what they import by name, with the exports that they need where these are known. */
const IMPORTS: Record<string, [name: string, members: string[] | undefined][]> = {
  'import { sep, join } from "node:path";\njoin(sep, sep)': [["node:path", ["join", "sep"]]],
  'import type { ParsedPath } from "node:path";\nlet parsed: ParsedPath | undefined;': [],
  'import * as path from "node:path";\npath.sep': [["node:path", undefined]],
  'import { sep as slash } from "node:path";\nslash': [["node:path", ["sep"]]],
};

/** Only who knows the types knows that nothing is left of its import. */
const OF_TYPES = 'import { ParsedPath } from "node:path";\nlet parsed: ParsedPath | undefined;';

/** What the kernel provides to compiled cells, as far as these need it. */
function newKernel(values: Record<string, unknown>) {
  type Accessor = [get: () => unknown, set?: (value: unknown) => void];
  return {
    check() {},
    step: (value: unknown) => value,
    steps: (source: unknown) => source,
    define: (_: object, name: string, { get, value }: PropertyDescriptor) => {
      values[name] = get ? get() : value;
    },
    own(accessors: Record<string, Accessor>) {
      for (const [name, [get, set]] of Object.entries(accessors)) {
        Object.defineProperty(values, name, { get, set, enumerable: true, configurable: true });
      }
    },
  };
}

/** What each of the cells gives as its last value. */
async function run(cells: readonly CompiledCell[]): Promise<unknown[]> {
  const values: Record<string, unknown> = Object.create(null);
  const kernel = newKernel(values);
  const results: unknown[] = [];
  for (const { js, prologue, isAsync, resultName, names } of cells) {
    for (const name of names) {
      Object.defineProperty(values, name, { value: undefined, writable: true, configurable: true });
    }
    const text = `"use strict"; return ${isAsync ? "async " : ""}function (exports) { ${prologue}\n${js}\n}`;
    await new Function("__kernel__", text)(kernel)(values);
    results.push(resultName === undefined ? undefined : values[resultName]);
  }
  return results.map((value) =>
    typeof value === "function" ? [value.name, String(value).length > 0] : value,
  );
}

describe("the compiler of pages", () => {
  const translated = new Map<string, CompiledCell>();
  before(() => {
    const all = Object.entries(NOTEBOOKS).flatMap(([title, cells]) =>
      cells.map((source, i) => ({ id: `${title} ${i}`, source })),
    );
    all.push(...[OF_TYPES, ...Object.keys(IMPORTS)].map((source) => ({ id: source, source })));
    for (const { id, ...cell } of compileCells(all, "typescript")) translated.set(id, cell);
  });

  for (const [title, cells] of Object.entries(NOTEBOOKS)) {
    it(`makes of ${title} what the kernel's does`, async () => {
      const byKernel = cells.map((source, i) => {
        const cell = translated.get(`${title} ${i}`);
        if (!cell) throw new Error(`the kernel does not compile ${source}`);
        return cell;
      });
      const known = byKernel.flatMap(({ names }) => names);
      const byPage = cells.map((source, i) => compileCell(source, known, `cell ${i + 1}`));
      expect(await run(byPage)).to.deep.equal(await run(byKernel));
      for (const [i, { names, isAsync, resultName }] of byPage.entries()) {
        expect(byKernel[i].names.filter((name) => !names.includes(name))).to.deep.equal([]);
        expect({ isAsync, hasLast: resultName !== undefined }, cells[i]).to.deep.equal({
          isAsync: byKernel[i].isAsync,
          hasLast: byKernel[i].resultName !== undefined,
        });
      }
    });
  }

  for (const [source, message, place] of [
    [
      "const a = 1;\nnamespace A { export const x = 1 }",
      /^`namespace` does not run in a cell that was edited in a page: download/,
      "2:11",
    ],
    ["f()\n  module A { export const x = 1 }", /^`namespace` does not run/, "2:10"],
    ["export namespace A.B { }", /^`namespace` does not run/, "1:18"],
    [
      "class A {\n  @log f() {}\n}",
      /^a decorator does not run in a cell that was edited in a page/,
      "2:3",
    ],
    ["const a = ;", /^Unexpected token/, "1:11"],
    ["let a = 1;\nlet a = 2;", /^Identifier 'a' has already been declared/, "2:5"],
    ["1;\nreturn 2;", /'return' outside of function/, "2:1"],
    ["const a = 1;\nexport { a };", /^`export` has no meaning here: cells share all names/, "2:1"],
    ["const a = 'open", /./, "1:11"],
  ] as const) {
    it(`refuses ${JSON.stringify(source)} with its place`, () => {
      let thrown: unknown;
      try {
        compileCell(source, [], "cell 3");
      } catch (error) {
        thrown = error;
      }
      expect(thrown).to.be.instanceOf(SyntaxError);
      const { message: said, stack = "" } = thrown as Error;
      expect(said).to.match(message);
      expect(stack).to.include(`at cell 3:${place}`);
    });
  }

  for (const [source, imports] of Object.entries(IMPORTS)) {
    it(`names, as the kernel's does, what ${JSON.stringify(source)} imports`, () => {
      const named = (cell?: CompiledCell) =>
        cell?.imports.map(({ name, members }) => [name, members?.toSorted()]);
      expect(named(translated.get(source))).to.deep.equal(imports);
      expect(named(compileCell(source, [], "cell 1"))).to.deep.equal(imports);
    });
  }

  it("names, with the kernel's, nothing of an import that only types need", () => {
    expect(translated.get(OF_TYPES)?.imports).to.deep.equal([]);
  });

  it("counts the line that it puts before a cell that is one object", () => {
    const placed = (source: string) => {
      const { js, added, lines = [] } = compileCell(source, [], "cell 1");
      const at = js.split("\n").findIndex((line) => line.includes("mark"));
      return lines.reduce((line, map) => map[line][0][1] - 1, at) - added;
    };
    expect(placed("{\n  a: 1,\n  mark: 2,\n}")).to.equal(2);
    expect(placed("let a = 1;\nlet b = 2;\nlet mark = 3;")).to.equal(2);
  });

  it("knows the lines that the kernel's puts before a cell, and before one that is one object", () => {
    const added = [0, 1, 2].map((i) => translated.get(`an object alone ${i}`)?.added);
    expect(added).to.deep.equal([1, 2, 2]);
  });

  it("takes no word of a text, a comment or a name for a namespace", () => {
    for (const source of [
      "// namespace A { }\n1",
      "`\nnamespace A {`",
      "const namespace = 1, module = 2;\nnamespace + module",
      "declare namespace A { const x: number }\n1",
    ]) {
      expect(() => compileCell(source, [], "cell 1"), source).to.not.throw();
    }
  });
});
