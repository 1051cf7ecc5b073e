import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import { Kernel } from "./client.ts";

describe("the kernel, checking cells as they ask for it", () => {
  let kernel: Kernel;
  before(async () => {
    kernel = await Kernel.start(); // its folder gets a tsconfig.json
  });
  after(() => kernel?.end());

  const results = async (...cells: string[]) => {
    const shown: unknown[] = [];
    for (const code of cells) {
      const answer = await kernel.run(code);
      shown.push(answer.error ?? answer.result);
    }
    return shown;
  };
  const file = () => path.join(kernel.folder, "tsconfig.json");
  const settle = (options: object) =>
    writeFile(file(), JSON.stringify({ compilerOptions: options }));

  it("leaves a cell alone that begins with @ts-nocheck", async () => {
    const cells = [
      "// @ts-nocheck\nlet wide: number = 'a'; const f = (x) => nowhere; wide",
      "wide",
      "/* first */\n// @ts-nocheck: why not\nconst s: string = 1; s",
      "const strict: string = 1",
    ];
    expect(await results(...cells)).to.deep.equal([
      "'a'",
      "'a'",
      "1",
      "TypeScriptError: 1:7 - Type 'number' is not assignable to type 'string'.",
    ]);
    expect((await results("// @ts-nocheck\nlet = = 1"))[0]).to.contain("2:");
  });

  it("imports a package without types as any, and says so", async () => {
    const folder = path.join(kernel.folder, "node_modules", "@some", "untyped");
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, "index.js"), "module.exports = (x) => x + 1;");
    const answer = await kernel.run("import plus from '@some/untyped'; plus(1)");
    expect(answer.error).to.equal(undefined);
    expect(answer.result).to.equal("2");
    expect(answer.text("stderr")).to.equal(
      "@some/untyped comes without types: what it exports is any. " +
        "Where somebody wrote some, `npm i -D @types/some__untyped` installs them.\n",
    );
    expect(await results("plus(2)")).to.deep.equal(["3"]);
  });

  const settings = {
    strict: false,
    experimentalDecorators: true,
    lib: ["es2023", "dom"],
    jsx: "react",
    jsxFactory: "h",
    // what a cell becomes cannot be changed
    module: "amd",
    target: "es5",
    noEmit: true,
    outFile: "x.js",
  };
  const loose =
    "const half = (x) => { if (x % 2 === 0) return x / 2 }; let n: number = null; half(4)";
  const decorated =
    "function tag(t, key, d) { d.value = () => key } class T { @tag m() {} } new T().m()";
  const jsx = "const h = (tag, props, ...inside) => [tag, props, ...inside]; <b id='x'>{1 + 1}</b>";
  const rows: [title: string, cell: string, result: string][] = [
    ["types that are not strict", loose, "2"],
    ["decorators of the old kind", decorated, "'m'"],
    ["more libraries", "typeof (null as Document | null)", "'object'"],
    ["JSX", jsx, "[ 'b', { id: 'x' }, 2 ]"],
    ["modules as ever", "import { sep } from 'node:path'; sep", "'/'"],
  ];
  describe("with a tsconfig.json beside the notebook, which is read without a restart", () => {
    before(() => settle(settings));
    for (const [title, cell, result] of rows) {
      it(`has ${title}`, async () => {
        expect(await results(cell)).to.deep.equal([result]);
      });
    }
  });

  it("is stricter with that file, names a setting that is none, and goes on without", async () => {
    await settle({ noUncheckedIndexedAccess: true });
    // the project's own rules do not count then
    expect(await results("function f(x: number) { if (x) return 1 } f(1)")).to.deep.equal(["1"]);
    expect((await results("const first: number = [1][0]"))[0]).to.contain("'number | undefined'");
    await settle({ strickt: true });
    expect((await results("1"))[0]).to.match(/^SettingsError: .*tsconfig.json: .*'strickt'/);
    await rm(file());
    expect(await results("1")).to.deep.equal(["1"]);
    expect((await results("(x) => x"))[0]).to.contain("implicitly has an 'any' type");
  });
});
