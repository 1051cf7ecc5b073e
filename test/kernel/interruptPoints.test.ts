import { createRequire } from "node:module";
import { expect } from "chai";
import { toCommonJs } from "../../kernel/translator/commonJs.ts";
import { awaitsAtTop } from "../../kernel/translator/interruptPoints.ts";

const ts: typeof import("typescript-api") = createRequire(import.meta.url)("typescript-api");

const plain = (code: string) => code.replaceAll(/\s+/g, " ").trim();

describe("the interrupt points of a cell", () => {
  for (const [code, points] of [
    ["for (;;) f();", "for (;;) { CHECK f(); }"],
    ["for (const k in o) { f(); g(); }", "for (const k in o) { CHECK f(); g(); }"],
    ["while (f()) ;", "while (f()) { CHECK ; }"],
    ["do { f(); } while (g());", "do { CHECK f(); } while (g());"],
    ["a: for (;;) { continue a; }", "a: for (;;) { CHECK continue a; }"],
    ["a: { break a; }", "a: { break a; }"],
    ["for (;;) for (;;) ;", "for (;;) { CHECK for (;;) { CHECK ; } }"],
    ["await f();", "await __kernel__.step(f());"],
    ["await f(await g());", "await __kernel__.step(f(await __kernel__.step(g())));"],
    ["for await (const x of f()) x;", "for await (const x of __kernel__.steps(f())) { CHECK x; }"],
    ["for (const x of f()) x;", "for (const x of f()) { CHECK x; }"],
    ["function f() { g(); }", "function f() { CHECK g(); }"],
    ["f(() => { g(); });", "f(() => { CHECK g(); });"],
    ["f(() => g());", "f(() => g());"],
    [
      "class A extends B { constructor() { super(); } m() { f(); } get n() { return 1; } }",
      "class A extends B { constructor() { super(); } m() { CHECK f(); } get n() { CHECK return 1; } }",
    ],
    ["import.meta.url;", "__kernel__.meta(__filename).url;"],
    ["function f() { new.target; }", "function f() { CHECK new.target; }"],
  ] as const) {
    it(`are in ${code}`, () => {
      const { js } = toCommonJs(`${code}\nexport {};`);
      const expected = points.replaceAll("CHECK", "__kernel__.check();");
      expect(plain(js)).to.contain(expected);
    });
  }

  for (const [code, isAsync] of [
    ["await f();", true],
    ["if (a) { f(await g()); }", true],
    ["for await (const x of y) ;", true],
    ["for (const x of y) ;", false],
    ["for (const x of await y) ;", true],
    ["async () => { await f(); };", false],
    ["async function f() { for await (const x of y) ; }", false],
    ["class A { async m() { await f(); } }", false],
    ["f();", false],
  ] as const) {
    it(`${isAsync ? "await" : "do not await"} at the top of ${code}`, () => {
      expect(awaitsAtTop(ts.createSourceFile("c.ts", code, ts.ScriptTarget.ES2022))).equal(isAsync);
    });
  }
});
