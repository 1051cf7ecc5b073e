import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import { Kernel } from "./client.ts";

/** A module that exports `named`, as itself and in its default export. */
interface Kind {
  what: string;
  specifier: string;
  /** What `named` is. */
  value: number;
  files: Record<string, string>;
  /** Whether it is JavaScript or JSON, and exports no type. */
  isUntyped?: true;
}

const module = (value: number) =>
  `export const named: number = ${value};\nexport type Named = number;\nexport default { named };\nnamed;\n`;
const plain = (value: number) => `export const named = ${value};\nexport default { named };\n`;
const types =
  "export declare const named: number;\nexport type Named = number;\ndeclare const whole: { named: number };\nexport default whole;\n";
const manifest = (name: string, rest: object) =>
  JSON.stringify({ name, version: "1.0.0", types: "./index.d.ts", ...rest });

const kinds: Kind[] = [
  {
    what: "a CommonJS package",
    specifier: "common",
    value: 1,
    files: {
      "node_modules/common/package.json": manifest("common", { main: "index.js" }),
      "node_modules/common/index.js": "module.exports = { named: 1 };",
      "node_modules/common/index.d.ts":
        "declare const whole: { named: number };\ndeclare namespace whole { type Named = number }\nexport = whole;\n",
    },
  },
  {
    what: "an ESM-only package",
    specifier: "modern",
    value: 2,
    files: {
      "node_modules/modern/package.json": manifest("modern", {
        type: "module",
        exports: { types: "./index.d.ts", import: "./index.js" },
      }),
      "node_modules/modern/index.js": plain(2),
      "node_modules/modern/index.d.ts": types,
    },
  },
  { what: "a .ts file", specifier: "./files/a", value: 3, files: { "files/a.ts": module(3) } },
  { what: "a .ts file by its name", specifier: "./files/a.ts", value: 3, files: {} },
  {
    what: "a .mts file",
    specifier: "./files/b.mts",
    value: 4,
    files: { "files/b.mts": module(4) },
  },
  {
    what: "a .cts file",
    specifier: "./files/c.cts",
    value: 5,
    files: { "files/c.cts": module(5) },
  },
  { what: "a .tsx file", specifier: "./files/d", value: 6, files: { "files/d.tsx": module(6) } },
  {
    what: "a .js file",
    specifier: "./files/e.js",
    value: 7,
    files: { "files/e.js": plain(7) },
    isUntyped: true,
  },
  {
    what: "a .mjs file",
    specifier: "./files/f.mjs",
    value: 8,
    files: { "files/f.mjs": plain(8) },
    isUntyped: true,
  },
  {
    what: "a .cjs file",
    specifier: "./files/g.cjs",
    value: 9,
    files: { "files/g.cjs": "module.exports = { named: 9 };" },
    isUntyped: true,
  },
  {
    what: "a .json file",
    specifier: "./files/h.json",
    value: 10,
    files: { "files/h.json": '{ "named": 10 }' },
    isUntyped: true,
  },
];

/** Each form of import that TypeScript has, and an expression that uses it. */
const forms: [form: string, use: string][] = [
  ["import byDefault from S;", "byDefault.named"],
  ["import { named } from S;", "named"],
  ["import { named as renamed } from S;", "renamed"],
  ["import * as whole from S;", "whole.named"],
  ["import { default as again } from S;", "again.named"],
  ["import mixed, { named as half } from S;", "mixed.named * half / half"],
  ["import both, * as rest from S;", "both.named * rest.named / rest.named"],
  ["import S;", "named"],
  ["import required = require(S);", "required.named"],
  ["const dynamic = await import(S);", "dynamic.named"],
  ["const { named: picked } = await import(S);", "picked"],
];
const typeForms: [form: string, use: string][] = [
  ["import type { Named } from S;", "(named satisfies Named)"],
  ["import { type Named as Renamed } from S;", "(named satisfies Renamed)"],
  ["import type * as Types from S;", "(named satisfies Types.Named)"],
  ["import type Required = require(S);", "(named satisfies Required.Named)"],
];

describe("the kernel, importing in every form", () => {
  let kernel: Kernel;
  before(async () => {
    kernel = await Kernel.start();
    for (const [name, text] of kinds.flatMap(({ files }) => Object.entries(files))) {
      const file = path.join(kernel.folder, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  });
  after(() => kernel?.end());

  const run = async (code: string) => {
    const answer = await kernel.run(code);
    return answer.error ?? answer.result;
  };

  // each kind imports under the names of the one before
  for (const { what, specifier, value, isUntyped } of kinds) {
    it(`has ${what} in its cell, in later ones, in their functions, and after a throw`, async () => {
      const all = isUntyped ? forms : [...forms, ...typeForms];
      const imports = all.map(([form]) => form.replace("S", JSON.stringify(specifier))).join("\n");
      const uses = `[${all.map(([, use]) => use).join(", ")}].join()`;
      const shown = `'${all.map(() => value).join()}'`;
      expect(await run(`${imports}\n${uses}`)).to.equal(shown);
      await run("throw new Error('stop')");
      expect(await run(uses)).to.equal(shown);
      expect(await run(`function later() { return ${uses} } later()`)).to.equal(shown);
      expect(await run("later()")).to.equal(shown);
      await run(`${imports}\nthrow new Error('stop')`);
      expect(await run(uses)).to.equal(shown);
    });
  }

  it("has Node's own modules so, under names that cells have anyway, too", async () => {
    await run(`
      import fs, { existsSync } from "node:fs";
      import console from "node:console";
      import process from "node:process";
      import os = require("os");
      import type { Stats } from "fs";`);
    await run("throw new Error('stop')");
    const use =
      "console.log('seen'); [fs.existsSync('/'), existsSync('/'), process.pid > 0, typeof os.cpus]";
    const answer = await kernel.run(`const stats: Stats | undefined = undefined; ${use}`);
    expect(answer.text()).to.equal("seen\n");
    expect(answer.result).to.equal("[ true, true, true, 'function' ]");
  });
});
