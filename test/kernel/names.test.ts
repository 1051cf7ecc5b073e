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

  it("leaves everything as it was after a type error", async () => {
    await kernel.run("const steady = 1");
    await kernel.run("const steady = 2; const wrong: string = 5");
    expect((await kernel.run("steady")).result).to.equal("1");
  });

  it("takes a name that objects have anyway, such as constructor", async () => {
    expect(await results("const constructor = 3", "constructor")).to.deep.equal([undefined, "3"]);
  });
});
