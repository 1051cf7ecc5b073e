import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import type { Kernel } from "./client.ts";
import { sharedKernel } from "./shared.ts";

describe("the kernel, where cells declare modules", () => {
  let kernel: Kernel;
  before(async () => {
    kernel = await sharedKernel();
    const install = async (name: string, files: Record<string, string>) => {
      const folder = path.join(kernel.folder, "node_modules", name);
      await mkdir(folder, { recursive: true });
      for (const [file, text] of Object.entries(files)) {
        await writeFile(path.join(folder, file), text);
      }
    };
    const code =
      "exports.__esModule = true; exports.value = 6; exports.more = 'm'; exports.default = () => 7";
    for (const name of ["bare", "whole", "twice"]) await install(name, { "index.js": code });
    await install("typed", {
      "index.js": code,
      "index.d.ts": "export declare const value: number;",
    });
    await writeFile(path.join(kernel.folder, "beside.ts"), "export const value = 6;");
  });

  const outcome = async (...cells: string[]) => {
    let last: unknown;
    for (const code of cells) {
      const answer = await kernel.run(code);
      last = answer.error ?? `${answer.result}${answer.text("stderr")}`;
    }
    return last;
  };
  const use = (name: string, names = "value") => `import { ${names} } from "${name}"; [${names}]`;

  const rows: [title: string, outcome: string, ...cells: string[]][] = [
    ["without types, as any, and no note", "[ 6 ]", 'declare module "bare";', "0", use("bare")],
    ["and import it in one cell", "[ 6 ]", `declare module "bare";\n${use("bare")}`],
    [
      "with types of their own",
      "TypeScriptError: 1:47 - Type 'number' is not assignable to type 'string'.",
      'declare module "bare" { export const value: number }',
      "0",
      'import { value as typed1 } from "bare"; const text: string = typed1',
    ],
    [
      "anew, with other types",
      "1",
      'declare module "bare" { export const value: { length: 1 } }',
      'import { value as typed2 } from "bare"; const one: 1 = typed2.length ?? 1; one',
    ],
    [
      "a part at a time",
      "'6.0m'",
      'declare module "twice" { export const value: number }',
      'declare module "twice" { export const more: string }',
      'import { value as v, more as m } from "twice"; v.toFixed(1) + m.trim()',
    ],
    [
      "as any again",
      "undefined",
      'declare module "twice";',
      'import { anything } from "twice"; anything',
    ],
    [
      "with a default export",
      "'function'",
      'declare module "whole" { export interface Options { a: number } const run: (o: Options) => 7; export default run }',
      'import run, { type Options } from "whole"; const options: Options = { a: 1 }; typeof run',
    ],
    [
      "that have types: these stay",
      "'6.0'",
      'declare module "typed";',
      'import { value as t } from "typed"; t.toFixed(1)',
    ],
    [
      "that have types, adding some",
      "[ 6, 'm' ]",
      'declare module "typed" { export const more: string }',
      use("typed", "value, more"),
    ],
    [
      "beside the notebook, adding types",
      "[ 6, undefined ]",
      'declare module "./beside.ts" { export const later: number }',
      use("./beside.ts", "value, later"),
    ],
    [
      "of Node, adding types",
      "[ undefined ]",
      'declare module "node:url" { export const extra: 1 }',
      use("node:url", "extra"),
    ],
    [
      "by a pattern",
      "undefined",
      'declare module "*.svg" { const text: string; export default text }',
    ],
    [
      "with a mistake inside, which is told where it is",
      "TypeScriptError: 2:17 - Cannot find name 'Nowhere'.",
      'declare module "bare" {\n  export let x: Nowhere;\n}',
    ],
    [
      "that are not there: what is to be installed is said by the import",
      `Error: Cannot find module 'absent': run \`npm i absent\` in FOLDER, then this cell again.`,
      'declare module "absent" { export const value: number }',
      use("absent"),
    ],
  ];
  for (const [title, expected, ...cells] of rows) {
    it(`lets them declare modules ${title}`, async () => {
      expect(await outcome(...cells)).to.equal(expected.replace("FOLDER", kernel.folder));
    });
  }
});
