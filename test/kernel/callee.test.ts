import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { packageOf } from "../../kernel/missingModule.ts";
import { splitSpecifier } from "../../kernel/splitSpecifier.ts";
import { calleeAt } from "../../kernel/translator/callee.ts";

describe("the function whose arguments are written", () => {
  for (const [code, name] of [
    ["f(|", "f"],
    ["f(1, |", "f"],
    ["f(1, |)", "f"],
    ["f(1)|", undefined],
    ["f(1) + |", undefined],
    ["f|(1)", undefined],
    ["f(g(1), |", "f"],
    ["f(g(|", "g"],
    ["f(g(|)", "g"],
    ["f(g(|))", "g"],
    ["a.b(|", "a.b"],
    ["new C(|", "C"],
    ["new C(1, |)", "C"],
    ["new C|", undefined],
    ["f((x) => { |", undefined],
    ["f((x) => g(|", "g"],
    ["f(class { m() { |", undefined],
    ["f(function () { g(|) })", "g"],
    ["f(1); |", undefined],
    ["f(   |   )", "f"],
    ["const x = 1;|", undefined],
    ["f(1; x|", undefined],
  ] as const) {
    it(`is ${name ?? "none"} at ${code}`, () => {
      const position = code.indexOf("|");
      const text = code.replace("|", "");
      const end = calleeAt(text, position);
      const start = end === undefined ? 0 : end - (name ?? "").length;
      expect(end === undefined ? undefined : text.slice(start, end)).to.equal(name);
    });
  }
});

describe("the package of an import", () => {
  for (const [name, found] of [
    ["a", "a"],
    ["a/b/c.js", "a"],
    ["@a/b", "@a/b"],
    ["@a/b/c", "@a/b"],
    ["a@1.2/b", "a"],
    ["@a/b@^1/c", "@a/b"],
    ["a.b-c_d~e", "a.b-c_d~e"],
    ["./a", "./a"],
    ["", ""],
  ]) {
    it(`${JSON.stringify(name)} is ${JSON.stringify(found)}`, () => {
      expect(packageOf(name)).to.equal(found);
    });
  }
});

describe("an import's file and what makes another module of it", () => {
  const file = pathToFileURL("/x/a b.ts").href;
  for (const [specifier, query] of [
    ["./ops.ts", ""],
    ["./ops.ts?2", "?2"],
    ["../ops.ts#x", "#x"],
    ["/x/ops.ts?a#b", "?a#b"],
    ["C:\\x\\ops.ts?1", "?1"],
    ["c:/x/ops.ts?1", "?1"],
  ]) {
    it(`are told apart in ${specifier}`, () => {
      const name = specifier.slice(0, specifier.length - query.length);
      expect(splitSpecifier(specifier)).to.deep.equal({ name, query });
    });
  }

  it("are told apart in the URL of a file, whose name is a path", () => {
    const { name, query } = splitSpecifier(`${file}?a=1#b`);
    expect([pathToFileURL(name).href, query]).to.deep.equal([file, "?a=1#b"]);
    expect(splitSpecifier(file).query).to.equal("");
  });

  it("are one in the name of a package, or another URL", () => {
    for (const name of ["a?b", "@a/b#c", "node:fs?x", "https://a.org/b?c", ".a?b", "file?x"]) {
      expect(splitSpecifier(name)).to.deep.equal({ name, query: "" });
    }
  });
});
