import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import type { Kernel } from "./client.ts";
import { sharedKernel } from "./shared.ts";

describe("the kernel, with files beside the notebook", () => {
  let kernel: Kernel;
  /** A folder beside the kernel's own. */
  let above: string;
  before(async () => {
    kernel = await sharedKernel();
    above = `${kernel.folder}-above`;
    await mkdir(above);
  });
  after(() => rm(above, { recursive: true, force: true }));

  const write = (name: string, text: string) => writeFile(path.join(kernel.folder, name), text);
  const result = async (code: string) => {
    const answer = await kernel.run(code);
    return answer.error ?? answer.result;
  };

  const endings = [
    "console.log('loaded');",
    "main();",
    "let a = 1; a = 2;",
    "rate;",
    "(() => 5)",
    "'text'",
    "new Map()",
    "if (rate) main();",
    "for (const x of [1]) main();",
    "namespace Inner { export const x = 1 }",
    "enum Level { low }",
    "export { main as other };",
    "export * from './ending0';",
    "export default { rate };",
    "{ main() }",
    "// nothing",
  ];
  it("lets a file end in any statement", async () => {
    const shown: unknown[] = [];
    for (const [index, ending] of endings.entries()) {
      const text = `export const rate = ${index}; function main() {}\n${ending}`;
      await write(`ending${index}.ts`, text);
      shown.push(await result(`import { rate } from "./ending${index}"; rate`));
    }
    expect(shown).to.deep.equal(endings.map((_, index) => `${index}`));
  });

  it("lets files import each other in a circle, and end in calls", async () => {
    await write(
      "ping.ts",
      "import { pong } from './pong.ts';\nexport const ping = (n: number): string => n ? pong(n - 1) : 'ping';\nping(0);",
    );
    await write(
      "pong.ts",
      "import { ping } from './ping.ts';\nexport const pong = (n: number): string => n ? ping(n - 1) : 'pong';\nconsole.log('pong is there');",
    );
    expect(await result("import { ping } from './ping'; [ping(1), ping(2)]")).to.equal(
      "[ 'pong', 'ping' ]",
    );
  });

  it("imports files above the folder, also through others, and sees them change", async () => {
    const up = (name: string) => path.join(above, name);
    const from = path.basename(above);
    await writeFile(up("size.ts"), "export const size: number = 1; size;");
    await writeFile(up("plain.js"), "export const plain = 'js';");
    await write("through.ts", `export { size } from "../${from}/size.ts";`);
    const cell = `
      import { size } from "../${from}/size";
      import { size as same } from "./through.ts";
      import { plain } from "../${from}/plain.js";
      const { size: late } = await import("../${from}/size.ts");
      [size, same, plain, late].join()`;
    expect(await result(cell)).to.equal("'1,1,js,1'");
    await writeFile(up("size.ts"), "export const size: string = 'wide'; size;");
    expect(await result(cell)).to.equal("'wide,wide,js,wide'");
    await writeFile(up("size.ts"), "export const size: number = 'wide';");
    expect(await result(cell)).to.match(/\.\.\/.*-above\/size\.ts 1:14 - Type 'string'/);
  });

  it("imports a file with a query or hash, by its whole path and by a URL", async () => {
    await write("counted.ts", "export const made = { at: process.hrtime.bigint() };");
    const file = path.join(kernel.folder, "counted.ts");
    const cell = `
      import { made } from "./counted.ts";
      import { made as again } from "./counted";
      import { made as other } from "./counted.ts?2";
      import { made as hashed } from "./counted.ts#top";
      import { made as whole } from ${JSON.stringify(file)};
      const url = await import("file://${file}");
      [again, whole, url.made, other, hashed].map((each) => each === made).join()`;
    expect(await result(cell)).to.equal("'true,true,true,false,false'");
  });

  it("imports what another project has built, whatever its tsconfig.json holds", async () => {
    const shown: unknown[] = [];
    for (const record of [undefined, "tsconfig.tsbuildinfo"]) {
      const project = record ? "recorded" : "built";
      await mkdir(path.join(kernel.folder, project, "dist"), { recursive: true });
      await write(`${project}/package.json`, "{}");
      await write(`${project}/tsconfig.json`, '{ /* no "exclude" */ "include": ["index.ts"] }');
      await write(`${project}/index.ts`, "export const built = 1;");
      await write(`${project}/dist/index.js`, "exports.built = 1;");
      await write(`${project}/dist/index.d.ts`, "export declare const built = 1;");
      if (record) await write(`${project}/dist/${record}`, "{}");
      shown.push(await result(`import { built } from "./${project}/dist"; built`));
    }
    expect(shown).to.deep.equal(["1", "1"]);
  });

  it("checks of JavaScript only that it can run", async () => {
    await write("loose.js", "export function add(a, b) { return a + b }\nadd(1, 2);");
    expect(await result("import { add } from './loose.js'; add(2, 3)")).to.equal("5");
    await write("broken.js", "export const = 1;");
    expect(await result("import './broken.js'")).to.contain("broken.js 1:14 -");
  });

  it("says that a file cannot wait outside functions", async () => {
    await write("waits.ts", "export const waited = await Promise.resolve(1);");
    expect(await result("import { waited } from './waits'")).to.match(
      /waits\.ts 1:23 - Cells alone can wait outside functions/,
    );
  });

  it("decides no more for a file than for a cell by its last expression", async () => {
    await write("named.ts", "export const tsLastExpr = 3;\ntsLastExpr;");
    expect(await result("import * as named from './named'; Object.keys(named).join()")).to.equal(
      "'tsLastExpr'",
    );
  });
});
