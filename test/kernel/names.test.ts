import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import type { Kernel } from "./client.ts";
import { sharedKernel } from "./shared.ts";

describe("the kernel, keeping names from cell to cell", () => {
  let kernel: Kernel;
  before(async () => {
    kernel = await sharedKernel();
  });

  const results = async (...cells: string[]) => {
    const shown: unknown[] = [];
    for (const code of cells) {
      const answer = await kernel.run(code);
      shown.push(answer.error ?? answer.result);
    }
    return shown;
  };

  it("says where a cell is, and that it is the main module", async () => {
    expect(
      await results(
        "import.meta.dirname === process.cwd()",
        "import.meta.filename === module.filename",
        "require.main === module",
        "import { fileURLToPath } from 'node:url'; fileURLToPath(import.meta.url) === __filename",
        "let module = 5; module",
        "module + 1",
      ),
    ).to.deep.equal(["true", "true", "true", "true", "5", "6"]);
  });

  it("keeps variables, functions, classes, enums and types", async () => {
    await kernel.run(`
      let variable = 1;
      function double(x: number) { return 2 * x }
      class Counter { count = 3 }
      enum Level { high = 4 }
      interface Named { name: string }`);
    const later = "const named: Named = { name: 'n' }; [variable, double(1), new Counter().count]";
    expect(await results(later, "Level.high")).to.deep.equal(["[ 1, 2, 3 ]", "4"]);
  });

  it("keeps a namespace, and what was put on a function, in every later cell", async () => {
    await kernel.run(`
      namespace Units { export const metre = 1; export type Name = string }
      function tagged() { return 1 }
      tagged.extra = 5`);
    const use = "const unit: Units.Name = 'm'; unit + Units.metre + tagged.extra + tagged()";
    expect(await results("1", use, "2", use)).to.deep.equal(["1", "'m151'", "2", "'m151'"]);
  });

  it("lets a later cell redeclare a const with another type", async () => {
    expect(await results("const again = 1", "const again = 'two'", "again.length")).to.deep.equal([
      undefined,
      undefined,
      "3",
    ]);
  });

  it("writes { x } with x from an earlier cell", async () => {
    expect(await results("const x = 5", "({ x })", "[1].map(() => ({ x, y: x }))")).to.deep.equal([
      undefined,
      "{ x: 5 }",
      "[ { x: 5, y: 5 } ]",
    ]);
  });

  it("reads { x: y } where an earlier cell declared x", async () => {
    const cells = ["const x = 5; const o = { x: 6 }", "const { x: y } = o; y + x"];
    expect(await results(...cells)).to.deep.equal([undefined, "11"]);
  });

  it("assigns to an earlier cell's names by destructuring", async () => {
    const cells = [
      "let p = 0, q = 0; const from: { p: number; q?: number } = { p: 1 }",
      "({ p, q = 2 } = from); [p, q]",
      "({ p: q } = from); [p, q]",
    ];
    expect(await results(...cells)).to.deep.equal([undefined, "[ 1, 2 ]", "[ 1, 1 ]"]);
  });

  it("shows one variable to all cells and closures", async () => {
    const cells = [
      "let shared = 1; function read() { return shared } const add = () => { shared++ }",
      "shared = 5; add(); shared",
      "read()",
    ];
    expect(await results(...cells)).to.deep.equal([undefined, "6", "6"]);
  });

  it("keeps what was declared before a throw, and only that", async () => {
    await kernel.run(`
      interface P { a: number }
      const one: P = { a: 1 }, two = 2;
      const { q1, r: [z1] } = { q1: 5, r: [6] };
      class A1 { v = 1 }
      throw new Error("stop");
      const never1 = 9`);
    expect(await results("const p: P = one; [p.a, two, q1, z1, new A1().v]")).to.deep.equal([
      "[ 1, 2, 5, 6, 1 ]",
    ]);
    expect((await kernel.run("never1")).error).to.contain("Cannot find name 'never1'");
  });

  it("keeps the older value and type of a name that was not reached again", async () => {
    await kernel.run("const kept = 'old'");
    await kernel.run("throw new Error('first'); const kept = 12");
    expect((await kernel.run("kept.toUpperCase()")).result).to.equal("'OLD'");
    await kernel.run("const kept = 12; throw new Error('then')");
    expect((await kernel.run("kept.toFixed(1)")).result).to.equal("'12.0'");
  });

  it("keeps imports made before a throw", async () => {
    await kernel.run("import { sep as s1 } from 'node:path'; throw new Error('stop')");
    expect((await kernel.run("s1.length")).result).to.equal("1");
  });

  it("keeps no name of an import that was not reached, of whatever form", async () => {
    await writeFile(join(kernel.folder, "ends.ts"), "throw new Error('at load');\nexport {};");
    try {
      const imports = "import d3 from 'node:path'; import * as n3 from 'node:path'";
      const cell = `import './ends'; ${imports}; import { sep as s3 } from 'node:path'`;
      const refused = ["d3", "n3", "s3"].map((name) => `Cannot find name '${name}'`);
      const found = await results(cell, "d3.sep", "n3.sep", "s3");
      for (const [i, said] of ["at load", ...refused].entries()) expect(found[i]).to.contain(said);
    } finally {
      await rm(join(kernel.folder, "ends.ts"));
    }
  });

  it("leaves everything as it was after a type error", async () => {
    await kernel.run("const steady = 1");
    await kernel.run("const steady = 2; const wrong: string = 5");
    expect((await kernel.run("steady")).result).to.equal("1");
  });

  it("takes a name that objects have anyway, such as constructor", async () => {
    expect(await results("const constructor = 3", "constructor")).to.deep.equal([undefined, "3"]);
  });

  const lasting: [what: string, ...cells: string[]][] = [
    [
      "names with leading underscores",
      "const __v = 1; function __f() { return 2 } class __C { x = 3 } type __T = number; let ___w = 4",
      "const typed: __T = 5; [__v, __f(), new __C().x, ___w, typed].join()",
      "'1,2,3,4,5'",
    ],
    ["a __dirname of their own", "const __dirname = 'here'", "__dirname", "'here'"],
    [
      "a require of their own",
      "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)",
      "require('node:path').sep",
      "'/'",
    ],
    [
      "what is exported",
      `export const ea = 1; export let eb = 2; export function ef() { return 3 }
      export class EC { x = 4 } export enum EE { five = 5 } export type ET = number;
      export interface EI { x: ET } export namespace EN { export const six = 6 }
      export default function ed() { return 7 } export const { length: eight } = "12345678";`,
      "const ei: EI = { x: 9 }; [ea, eb, ef(), new EC().x, EE.five, EN.six, ed(), eight, ei.x].join()",
      "'1,2,3,4,5,6,7,8,9'",
    ],
    [
      "an exported default class, async function and abstract class",
      "export default class Shown { x = 1 }",
      "export default async function waits() { return new Shown().x }",
      "export default abstract class Base { y = 2 }",
      "class Derived extends Base {} [await waits(), new Derived().y].join()",
      "'1,2'",
    ],
    [
      "namespaces and aliases of their parts",
      "namespace Outer { export const x = 1; export type T = number; export namespace Deep { export const y = 2 } }",
      "import part = Outer.x; import Deep = Outer.Deep; const t: Outer.T = part",
      "[part, Deep.y, Outer.x, t].join()",
      "'1,2,1,1'",
    ],
    [
      "global declarations and those of modules",
      "declare global { var everywhere: number; interface Array<T> { total(): number } }",
      "declare module 'node:os' { export const invented: number }",
      "globalThis.everywhere = 1; Array.prototype.total = function () { return this.length }; 0",
      "import os from 'node:os'; [everywhere, [1, 2].total(), typeof os.invented].join()",
      "'1,2,undefined'",
    ],
    [
      "values whose types have no name outside their class or package",
      "const hidden = new (class { private z = 1; y = 2 })(); const body = new Response('text')",
      "[hidden.y, await body.text()].join()",
      "'2,text'",
    ],
  ];
  for (const [what, ...cells] of lasting) {
    it(`keeps ${what} beyond the next cell`, async () => {
      const shown = cells.pop();
      const last = cells.pop() ?? "";
      const found = await results(...cells.flatMap((code) => [code, "0"]), last);
      expect(found.filter((each) => each !== undefined && each !== "0")).to.deep.equal([shown]);
    });
  }

  it("keeps what `var` declares within any statement, as the cell's own", async () => {
    const cells = [
      "class Side { s = 1 } import { type Stats, statSync } from 'node:fs'",
      "for (var i1 = 0; i1 < 3; i1++); for (var i2 in { k: 1 }); for (var i3 of [2]); i1",
      "if (i1) { var i4 = new Side(), [p1, p2 = 4] = [1] } else { { var i5: string | undefined } }",
      "switch (1 as number) { case 1: var i6: Stats = statSync('.') } label: { var i7 = 3 }",
      "try { var i8 = 1n } catch {} finally { var i9 = () => i2 } while (false) { var i10 = 1 }",
      "await null; for (var i11 = 0; i11 < 2; i11++) await null; i11",
      "using r = { [Symbol.dispose]() {} }; do { var i12 = 'd' } while (false); i12",
      "for (var i13 = 0; i13 < 5; i13++) if (i13 === 2) throw new Error('stop')",
      "i1 += 2; [i1, i2, i3, i4.s, p1 + p2, i5?.length, i6.isDirectory(), i7, i8, i9(), i10].join()",
      "[i11, i12.length, i13].join()",
      "var i1 = 7; for (var i1 = 0; i1 < 1; i1++); i1",
      "for (var i3 of ['x']); i3!.length",
    ];
    const found = await results(...cells);
    expect(found.filter((each) => each !== undefined)).to.deep.equal([
      "3",
      "2",
      "'d'",
      "Error: stop",
      "'5,k,2,1,5,,true,3,1,k,'",
      "'2,1,2'",
      "1",
      "1",
    ]);
  });

  it("keeps no `var` of a function, a class or a namespace", async () => {
    await kernel.run(`function g() { var v1 = 1; return v1 }
      class Z { static { var v2 = 1; v2; } m() { for (var v3 = 0; ;) return v3 } }
      namespace N { for (var v4 = 0; v4 < 1; v4++); }`);
    for (const name of ["v1", "v2", "v3", "v4"]) {
      expect((await kernel.run(name)).error).to.contain(`Cannot find name '${name}'`);
    }
  });

  it("lets a cell run again that declares something global, with another type", async () => {
    const cells = [
      "declare global { var again1: number; interface Window1 { a: number; b: number } }",
      "declare global { var again1: string; interface Window1 { a: string } }",
      "globalThis.again1 = 'text'; const w: Window1 = { a: 'a', b: 1 }; again1 + w.a",
    ];
    expect(await results(...cells)).to.deep.equal([undefined, undefined, "'texta'"]);
  });

  const objects: [cell: string, shown: unknown][] = [
    ["{ a: 1, b: 2 }", "{ a: 1, b: 2 }"],
    ["{ a: 1 } // one", "{ a: 1 }"],
    ["\n{\n  a: [1],\n  ...{ c: 3 },\n}\n", "{ a: [ 1 ], c: 3 }"],
    ["{ let inside = 1; inside }", undefined],
    ["{ console.log('block') }", undefined],
    ["{ clearOutput() }", undefined],
    ["() => 5", "[Function (anonymous)]"],
    ["async () => 5", "[AsyncFunction (anonymous)]"],
    ["(class {})", "[class (anonymous)]"],
    ["(function () {})", "[Function (anonymous)]"],
    ["(function own() {})", "[Function: own]"],
    ["#!/usr/bin/env node\n'a script'", "'a script'"],
  ];
  it("shows an object or function that is the whole cell as such", async () => {
    expect(await results(...objects.map(([cell]) => cell))).to.deep.equal(
      objects.map(([, shown]) => shown),
    );
  });

  it("knows the classes and functions that were declared anew, as by running a cell again", async () => {
    const cell = "class Again { x = 1 } function again() {} let other = again";
    const known =
      "Reflect.get(globalThis, Symbol.for('jupyter.kernel')).isReplaced as (v: object) => boolean";
    const cells = [
      cell,
      `const was = [Again, again]; const isReplaced = ${known}; was.map(isReplaced)`,
      "other = () => {}; 0",
      "throw 1; class Again {}",
      "was.map(isReplaced)",
      cell,
      "[...was, Again, again].map(isReplaced)",
      "import { sep, join } from 'node:path'",
      "import { sep, join } from 'node:path'; isReplaced(join)",
    ];
    const shown = (await results(...cells)).filter((each) => String(each).startsWith("["));
    expect(shown).to.deep.equal([
      "[ false, false ]",
      "[ false, false ]",
      "[ true, true, false, false ]",
    ]);
    expect((await kernel.run(String(cells.at(-1)))).result).to.equal("false");
  });

  it("refuses the one name that cells need themselves", async () => {
    expect((await results("const exports = 1"))[0]).to.contain(
      "1:7 - Duplicate identifier 'exports'",
    );
  });
});
