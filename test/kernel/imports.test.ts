import { mkdir, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import { Kernel } from "./client.ts";

describe("the kernel, importing", () => {
  let kernel: Kernel;
  before(async () => {
    kernel = await Kernel.start(); // in a folder outside the project
  });
  after(() => kernel?.end());

  const write = async (files: Record<string, string>) => {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(kernel.folder, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  };

  it("finds lib and its types from any folder", async () => {
    const answer = await kernel.run(`
      import { seededRandom } from "lib/data";
      const draw: number = seededRandom(1)();
      draw === seededRandom(1)()`);
    expect(answer.result).to.equal("true");
    const wrong = await kernel.run("import { seededRandom } from 'lib/data'; seededRandom(null)");
    expect(wrong.error).to.contain("1:55 - Argument of type 'null' is not assignable");
    expect((await kernel.run("import * as ops from 'lib/ops'; typeof ops")).result).to.equal(
      "'object'",
    );
  });

  it("keeps a default import for later cells", async () => {
    await kernel.run('import fs, { existsSync as exists } from "node:fs";');
    const answer = await kernel.run('[fs.existsSync("/"), exists("/")]');
    expect(answer.result).to.equal("[ true, true ]");
  });

  it("says which module it cannot find", async () => {
    const answer = await kernel.run("import { x } from 'lib/nothing'");
    expect(answer.error).to.contain("Cannot find module 'lib/nothing'");
  });

  it("imports TypeScript files beside the notebook: folders and circles too", async () => {
    await write({
      "parts/index.ts": "export { even } from './even';",
      "parts/even.ts":
        "import { odd } from './odd';\nexport const even = (n: number): boolean => n === 0 || odd(n - 1);",
      "parts/odd.ts":
        "import { even } from './even';\nexport const odd = (n: number): boolean => n !== 0 && even(n - 1);",
    });
    const answer = await kernel.run("import { even } from './parts'; [even(4), even(3)]");
    expect(answer.result).to.equal("[ true, false ]");
  });

  describe("a package that is being worked on", () => {
    const index = (name: string, value: string) => ({
      "shop/index.js": `export { value } from "./${name}.js";\nexport const here = import.meta.url;\n`,
      "shop/index.d.ts": `export { value } from "./${name}.js";\nexport declare const here: string;\n`,
      [`shop/${name}.js`]: `export const value = ${value};\n`,
      [`shop/${name}.d.ts`]: `export declare const value: ${typeof JSON.parse(value)};\n`,
    });

    before(async () => {
      expect((await kernel.run("import 'shop/tool'")).error).to.contain("shop/tool"); // not yet
      await write({
        "shop/package.json": JSON.stringify({
          name: "shop",
          type: "module",
          exports: { "./tool": "./index.js" },
        }),
        ...index("first", "1"),
      });
      await mkdir(path.join(kernel.folder, "node_modules"), { recursive: true });
      const link = path.join(kernel.folder, "node_modules", "shop");
      await symlink(path.join(kernel.folder, "shop"), link, "junction");
    });

    it("may be an ES module, with import.meta", async () => {
      const answer = await kernel.run(
        "import { here, value } from 'shop/tool'; [value, here.slice(-14)]",
      );
      expect(answer.error).to.equal(undefined);
      expect(answer.result).to.equal("[ 1, '/shop/index.js' ]");
    });

    it("is loaded anew, with its types, once a file has changed", async () => {
      await write(index("second", '"two"'));
      const answer = await kernel.run("import { value } from 'shop/tool'; value.toUpperCase()");
      expect(answer.result).to.equal("'TWO'");
      expect(answer.text("stderr")).to.contain("Library files changed");
      const same = await kernel.run("import { value } from 'shop/tool'; value");
      expect(same.text("stderr")).to.equal("");
    });
  });

  it("loads a required file anew that threw", async () => {
    await write({
      "throws.js": "if (globalThis.isEarly) throw new RangeError('too early'); exports.value = 7;",
    });
    const load = "require(process.cwd() + '/throws.js').value";
    const early = await kernel.run(`(globalThis as any).isEarly = true; ${load}`);
    expect(early.error).to.equal("RangeError: too early");
    expect((await kernel.run(`(globalThis as any).isEarly = false; ${load}`)).result).to.equal("7");
  });
});
