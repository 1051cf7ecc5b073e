import vm from "node:vm";
import { expect } from "chai";
import fc from "fast-check";
import { toCommonJs } from "../../kernel/translator/commonJs.ts";
import { CellExports } from "../../kernel/translator/exports.ts";
import { LoopCopies } from "../../kernel/translator/loopCopies.ts";
import type { Kernel } from "./client.ts";
import { sharedKernel } from "./shared.ts";

/** What a cell leaves behind that is interrupted at a loop's n-th turn. */
function outcome(js: string, turns: number): unknown {
  const exports: Record<string, () => unknown> = {};
  const check = () => {
    if (turns-- <= 0) throw new Error("interrupted");
  };
  const accessors = "exports.a = () => a; exports.b = () => b; exports.c = () => c;";
  const cell = vm.runInThisContext(`(function (exports, __kernel__) { ${accessors}\n${js}\n})`);
  let error: unknown;
  try {
    cell(exports, { check });
  } catch (thrown) {
    error = String(thrown);
  }
  const value = (name: string) => {
    try {
      return exports[name]();
    } catch (thrown) {
      return String(thrown);
    }
  };
  return { error, a: value("a"), b: value("b"), c: value("c") };
}

const translate = (code: string) => {
  const cell = `${code}\nexport { a, b, c };`; // as tslab exports what a cell declares
  const copied = toCommonJs(cell, new CellExports().transform, new LoopCopies().transform);
  return { plain: toCommonJs(cell, new CellExports().transform).js, copied: copied.js };
};

const isJavaScript = (code: string) => {
  try {
    return Boolean(new vm.Script(`(function () { ${code} })`));
  } catch {
    return false; // such as for a label within the same label
  }
};

const name = fc.constantFrom("a", "b", "c");
const value = fc.oneof(
  { weight: 3, arbitrary: name },
  fc.integer({ min: -3, max: 9 }).map(String),
  fc.constantFrom(
    "0.5",
    "'t'",
    "spy.now",
    "Math.abs(a)",
    "[a, b]",
    "a++",
    "--b",
    "(c += 2)",
    "{ a, b: c }.a",
    "typeof a",
  ),
);
const expression = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(value, value).map(([x, y]) => `${x} + ${y}`) },
  value,
  fc.tuple(value, value).map(([x, y]) => `(${x} > ${y} ? ${y} : ${x})`),
);

const { statement } = fc.letrec((tie) => {
  const body = fc.array(tie("statement"), { maxLength: 3 }).map((all) => all.join(" "));
  const loop = fc
    .tuple(fc.constantFrom("", "", "outer: "), name, body, fc.integer({ min: 0, max: 4 }))
    .map(([label, of, all, count]) => {
      const inside = label ? `${all} if (a < 3) continue outer;` : all;
      return { label, of, inside, count };
    })
    .chain(({ label, of, inside, count }) =>
      fc.constantFrom(
        `${label}for (let i = 0; i < ${count}; i++) { ${inside} }`,
        `${label}for (let a = 0; a < ${count}; a++) { ${inside} }`,
        `${label}for (var k = 0; k < ${count}; k++) { ${inside} }`,
        `${label}for (const ${of} of [1, 2.5, "x"]) { ${inside} }`,
        `${label}for (${of} of [1, 2.5, "x"]) { ${inside} }`,
        `${label}for (${of} in { p: 1, q: 2 }) { ${inside} }`,
        `{ let n = 0; ${label}while (n++ < ${count}) { ${inside} } }`,
        `{ let n = 0; ${label}do { ${inside} } while (n++ < ${count}); }`,
      ),
    );
  return {
    statement: fc.oneof(
      { maxDepth: 4 },
      fc
        .tuple(name, fc.constantFrom("=", "+=", "||="), expression)
        .map((all) => `${all.join(" ")};`),
      name.map((each) => `${each}++;`),
      fc.tuple(expression, expression).map(([x, y]) => `[a, { b }] = [${x}, { b: ${y} }];`),
      fc.constantFrom("throw new Error('own');", "null.x;", "add();", "spy.now = 7;", "late = 3;"),
      { weight: 4, arbitrary: loop },
      body.map((inside) => `{ let b = 1; ${inside} }`),
      body.map((inside) => `{ const c = 1; ${inside} }`),
      body.map((inside) => `try { ${inside} } catch (b) { a += 1; } finally { c++; }`),
      body.map((inside) => `if (a) { ${inside} }`),
      body.map((inside) => `inner: { ${inside} break inner; }`),
      body.map(
        (inside) => `for (let j = 0; j < 3; j++) { if (j == 1) continue; ${inside} if (b) break; }`,
      ),
    ),
  };
});

const cell = fc
  .tuple(
    fc.constantFrom("", "const add = () => { a++ };", "function add() { return b++ }"),
    fc.constantFrom(
      "const spy = { now: 1 };",
      "const spy = { get now() { return c }, set now(v) { b = v } };",
    ),
    fc.array(statement, { minLength: 1, maxLength: 5 }),
  )
  .map(
    ([add, spy, all]) =>
      `${add} ${spy} let a = 0, b = 1; var c = 2; ${all.join("\n")} let late = 1;`,
  );

describe("loops that work on copies of a cell's variables", () => {
  it("leave the same values and errors behind, interrupted or not, in 250 random cells", () => {
    let copies = 0;
    const holds = (code: string, turns: number) => {
      fc.pre(isJavaScript(code));
      const { plain, copied } = translate(code);
      if (copied !== plain) copies++;
      expect(outcome(copied, turns)).to.deep.equal(outcome(plain, turns));
    };
    fc.assert(fc.property(cell, fc.constantFrom(0, 1, 2, 5, 1000), holds), { numRuns: 250 });
    expect(copies).to.be.above(60);
  });

  describe("in the kernel", () => {
    let kernel: Kernel;
    before(async () => {
      kernel = await sharedKernel();
    });
    const last = async (...cells: string[]) => {
      for (const code of cells.slice(0, -1)) {
        expect((await kernel.run(code)).error).equal(undefined);
      }
      const { error, result } = await kernel.run(cells[cells.length - 1]);
      return error ?? result;
    };

    it("keep the turns that were made when they are interrupted", async () => {
      const begun = kernel.message("stream");
      const cell = kernel.run(
        "let turns = 0, halves = 0; console.log(1); for (;;) { turns++; halves += 0.5 }",
      );
      await begun;
      await kernel.press("interrupt");
      expect((await cell).error).to.equal("KeyboardInterrupt: interrupted");
      expect(await last("[turns > 0, halves === turns / 2]")).to.equal("[ true, true ]");
    });

    it("keep the turns that were made before an error, and how far they were counted", async () => {
      const code = `
        const rows = [{ v: 1 }, { v: 2 }];
        let reached = 0;
        for (let i = 0; i < 5; i++) { reached = i; rows[i].v }`;
      expect((await kernel.run(code)).error).to.contain("TypeError: Cannot read properties");
      expect(await last("reached")).to.equal("2");
    });

    it("change variables in any form: before and after they are read, and by destructuring", async () => {
      const code = `
        let k = 0, odd = 1, even = 0, all: number[] = [];
        while (k++ < 4) { all[--k] = even++; [odd, even] = [even, odd]; k += 1 }
        [k, odd, even, all]`;
      expect(await last(code)).to.equal("[ 5, 3, 2, [ 0, 1, 1, 2 ] ]");
    });

    it("are seen turn by turn by what another cell made of the name", async () => {
      const cells = [
        "let total = 10",
        "const peek = { get value() { return total } }",
        "let total = 0, seen = 0; for (let i = 0; i < 3; i++) { total++; seen += peek.value } [total, seen]",
      ];
      expect(await last(...cells)).to.equal("[ 3, 6 ]");
    });

    it("go on with what later cells and callbacks assign", async () => {
      const cells = [
        "let count = 0; for (let i = 0; i < 5; i++) count += i",
        "count = 100; for (let i = 0; i < 5; i++) count += i",
        `let ticks = 0;
         const timer = setInterval(() => { ticks++ }, 1);
         while (ticks < 3) await new Promise((resolve) => setTimeout(resolve, 1));
         clearInterval(timer);
         [count, ticks >= 3]`,
      ];
      expect(await last(...cells)).to.equal("[ 110, true ]");
    });

    it("work in a cell that disposes of something", async () => {
      const code = `
        using open = { [Symbol.dispose]() { closed = sum } };
        let sum = 0, closed = 0;
        for (let i = 0; i < 4; i++) sum += i;`;
      expect(await last(code, "[sum, closed]")).to.equal("[ 6, 6 ]");
    });
  });
});
