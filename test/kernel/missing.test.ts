import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { Kernel } from "./client.ts";

const VARIABLE = "JPY_SESSION_NAME"; // in which Jupyter's server tells where the notebook is

describe("the kernel, missing something", () => {
  let kernel: Kernel;
  before(async () => {
    process.env[VARIABLE] = "week1.ipynb";
    try {
      kernel = await Kernel.start();
    } finally {
      delete process.env[VARIABLE];
    }
  });
  after(() => kernel?.end());

  const failure = async (code: string) => {
    const [error] = (await kernel.run(code)).all("error");
    return error ? error.traceback : [];
  };

  describe("names", () => {
    const save = (...sources: (string | string[])[]) =>
      writeFile(
        path.join(kernel.folder, "week1.ipynb"),
        JSON.stringify({ cells: sources.map((source) => ({ cell_type: "code", source })) }),
      );

    it("says once which cell of the notebook declares them", async () => {
      const cell = "const fourteen = (x) => [conv(x), conv(1), pool(x), conv(pool(2))]; conv(0)";
      await save(
        ["import x from 'y';\n", "  function conv(n: number) { return n }"],
        "let pool = 1",
        cell,
      );
      expect((await failure(cell))[0]).to.equal(
        "1:26 - Cannot find names 'conv' and 'pool': run the cell that declares `conv` first " +
          "(`function conv(n: number) { return n }`, has not run) and run the cell that declares " +
          "`pool` first (`let pool = 1`, has not run).",
      );
      expect((await failure(cell)).length).to.equal(3);
    });

    const kinds: [kind: string, declaration: string, use: string, line: string][] = [
      [
        "pattern",
        "// comment\nconst { one, two: [three] } = f();",
        "three",
        "const { one, two: [three] } = f();",
      ],
      ["class", "export class Layer {\n}", "new Layer()", "export class Layer {"],
      ["type", "type Size = number", "const size: Size = 1", "type Size = number"],
      ["default import", "import lodash from 'lodash'", "lodash.x", "import lodash from 'lodash'"],
      ["named import", "import {\n  a as b,\n} from 'c'", "b()", "a as b,"],
      ["namespace import", "import * as whole from 'c'", "whole", "import * as whole from 'c'"],
      ["shorthand", "const short = 1", "({ short })", "const short = 1"],
    ];
    for (const [kind, declaration, use, line] of kinds) {
      it(`finds the cell with a ${kind}`, async () => {
        await save(declaration, use);
        expect((await failure(use))[0]).to.contain(`(\`${line}\`, has not run)`);
      });
    }

    it("knows cells that failed, or were skipped, or did not compile", async () => {
      await save();
      await kernel.run("throw new Error('stop'); const failed = 1");
      expect((await failure("failed"))[0]).to.match(
        /run the cell .*`failed` first .*, cell \d+, which failed\)/,
      );
      await kernel.run("const wrong: string = 1, uncompiled = 2");
      expect((await failure("uncompiled"))[0]).to.match(/, cell \d+, which does not compile\)/);
      const cells = ["throw new Error('stop')", "const skipped = 1"];
      await Promise.all(cells.map((code) => kernel.run(code, { stop_on_error: true })));
      expect((await failure("skipped"))[0]).to.contain("skipped because a cell before it failed)");
      await kernel.run("const wrong = 1, uncompiled = 2; const failed = 3, skipped = 4");
      expect((await kernel.run("uncompiled + failed + skipped")).result).to.equal("9");
    });

    it("finds the notebook that VS Code names in a cell's id", async () => {
      const cells = [{ cell_type: "code", source: "const là = 1" }];
      const file = path.join(kernel.folder, "wéek 2.ipynb");
      await writeFile(file, JSON.stringify({ cells }));
      const { pathname } = pathToFileURL(file);
      for (const host of ["", "//wsl%2Bubuntu"]) {
        const cellId = `vscode-notebook-cell:${host}${pathname}#W0sZmlsZQ%3D%3D`;
        expect((await kernel.run("là", {}, { cellId })).error).to.contain(
          "(`const là = 1`, has not run)",
        );
      }
      for (const cellId of [
        "vscode-notebook-cell:Untitled-1.ipynb?jupyter-notebook#W0s",
        "vscode-notebook-cell:%",
        5,
      ]) {
        expect((await kernel.run("là", {}, { cellId })).error).to.contain("Cannot find name 'là'.");
      }
    });

    it("says of names that no cell declares only that, once each", async () => {
      await save();
      const [first, , , second, ...others] = await failure("[ghost, ghost, ghost]");
      expect(first).to.equal("1:2 - Cannot find name 'ghost'.");
      expect([second, others]).to.deep.equal(["It is used in 2 more places.", []]);
    });
  });

  describe("modules", () => {
    const rows: [specifier: string, advice: string][] = [
      [
        "leftish",
        "Cannot find module 'leftish': run `npm i leftish` in FOLDER, then this cell again.",
      ],
      [
        "leftish/sub/file.js",
        "Cannot find module 'leftish/sub/file.js': run `npm i leftish` in FOLDER, then this cell again.",
      ],
      [
        "@left/ish/sub",
        "Cannot find module '@left/ish/sub': run `npm i @left/ish` in FOLDER, then this cell again.",
      ],
      [
        "npm:chalk@5",
        '`npm:` is Deno\'s way to import: run `npm i chalk@5` in FOLDER and import from "chalk".',
      ],
      [
        "npm:/@a/b@^1.2/c",
        '`npm:` is Deno\'s way to import: run `npm i @a/b@^1.2` in FOLDER and import from "@a/b/c".',
      ],
      [
        "jsr:@std/path@1",
        '`jsr:` is Deno\'s way to import: run `npx jsr add @std/path@1` in FOLDER and import from "@std/path".',
      ],
      [
        "https://esm.sh/d3@7?bundle",
        'Node.js imports nothing by URL: run `npm i d3@7` in FOLDER and import from "d3".',
      ],
      [
        "https://cdn.jsdelivr.net/npm/@a/b@1/+esm",
        'Node.js imports nothing by URL: run `npm i @a/b@1` in FOLDER and import from "@a/b".',
      ],
      [
        "https://deno.land/x/mod.ts",
        "Node.js imports nothing by URL: save the file beside the notebook, or `npm i` the package in FOLDER, and import that.",
      ],
      ["node:nothing", `Node.js ${process.version} has no module "node:nothing".`],
      ["./nothing", "Cannot find module './nothing' or its corresponding type declarations."],
      ["lib/nothing", "Cannot find module 'lib/nothing' or its corresponding type declarations."],
    ];
    it("says what to do about each kind", async () => {
      const cell = rows
        .map(([specifier]) => `await import(${JSON.stringify(specifier)});`)
        .join("\n");
      const found = (await failure(cell)).filter((line) => /^\d+:14 - /.test(line));
      expect(found.map((line) => line.replace(kernel.folder, "FOLDER"))).to.deep.equal(
        rows.map(([, advice], line) => `${line + 1}:14 - ${advice}`),
      );
    });

    it("says it of a module that is required, too, and finds it once it is installed", async () => {
      const cell = "const { value } = require('later') as { value: number }; value";
      const command = `run \`npm i later\` in ${kernel.folder}`;
      expect((await failure(cell))[0]).to.contain(command);
      expect((await failure("import later from 'later'; later.value"))[0]).to.contain(command);
      const folder = path.join(kernel.folder, "node_modules", "later");
      await mkdir(folder, { recursive: true });
      await writeFile(path.join(folder, "index.js"), "exports.value = 6;");
      await writeFile(path.join(folder, "index.d.ts"), "export declare const value: number;");
      expect((await kernel.run(cell)).result).to.equal("6");
      expect((await kernel.run("import { value as v } from 'later'; v")).result).to.equal("6");
    });
  });

  const foreign: [what: string, cell: string, advice: string][] = [
    ["Deno", "await Deno.readTextFile('x')", "`Deno` is there in Deno alone"],
    ["ijavascript's $$", "$$.html('x')", "`$$` is ijavascript's: here `import { display }"],
    ["JSX without its setting", "const page = (\n  <b>bold</b>\n)", "JSX has to be switched on"],
  ];
  for (const [what, cell, advice] of foreign) {
    it(`says in one sentence what stands for ${what}`, async () => {
      const [message, , , ...others] = await failure(cell);
      expect(message).to.contain(advice);
      expect(others).to.deep.equal([]);
    });
  }
});
