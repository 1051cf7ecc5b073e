import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import type { Kernel } from "./client.ts";
import { sharedKernel } from "./shared.ts";

describe("the kernel, when a cell is wrong", () => {
  let kernel: Kernel;
  before(async () => {
    kernel = await sharedKernel();
  });

  it("reports a thrown error with name, value and traceback", async () => {
    const answer = await kernel.run(`
      function fail(): never { throw new RangeError("k is 0, must be at least 1") }
      fail()`);
    const [error] = answer.all("error");
    expect(error.ename).to.equal("RangeError");
    expect(error.evalue).to.equal("k is 0, must be at least 1");
    expect(error.traceback[0]).to.equal("RangeError: k is 0, must be at least 1");
    expect(error.traceback.join("\n")).to.contain("at fail (cell ");
    expect(answer.reply).to.include({ status: "error", ename: error.ename, evalue: error.evalue });
  });

  it("names the lines of the cells and files as they were written", async () => {
    await writeFile(
      path.join(kernel.folder, "parts.ts"),
      "interface Part { name: string }\n\nexport const fail = (part: Part) => {\n  throw new Error(part.name);\n};\n",
    );
    const answer = await kernel.run(`import { fail } from "./parts";
interface Point { x: number }

function check(point: Point): void {
  if (point.x > 0) fail({ name: "positive" });
}
await null;
check({ x: 1 })`);
    const cell = `cell ${answer.reply?.execution_count}`;
    const [, line, mark, ...frames] = answer.all("error")[0].traceback;
    expect([line, mark]).to.deep.equal([
      '    if (point.x > 0) fail({ name: "positive" });',
      "                         ^",
    ]);
    expect(frames).to.have.length(3);
    expect(frames[0]).to.equal("    at fail (parts.ts:4:9)");
    expect(frames[1]).to.equal(`    at check (${cell}:5:24)`);
    expect(frames[2]).to.contain(`at ${cell}:8:1`);
  });

  it("tells the lines of a cell through statements of many lines, awaits and callbacks", async () => {
    const answer = await kernel.run(`interface Row { n: number }
async function total(
  rows: Row[],
): Promise<number> {
  await new Promise((go) => setTimeout(go, 1));
  for (const row of rows) {
    if (row.n < 0) continue;
  }
  return rows
    .map(({ n }) => n)
    .reduce(
      (a, b) => {
        throw new Error(
          "inner",
        );
      },
      0,
    );
}
try { await total([{ n: 1 }]) } catch (cause) {
  throw new Error("outer", { cause });
}`);
    const cell = `cell ${answer.reply?.execution_count}`;
    const traceback = answer.all("error")[0].traceback.join("\n");
    expect(traceback).to.contain(`Error: outer\n    throw new Error("outer", { cause });`);
    expect(traceback).to.contain(`at ${cell}:21:9`);
    expect(traceback).to.match(/\[cause\]: Error: inner\n +at cell \d+:13:15\n +at Array.reduce/);
    expect(traceback).to.contain(`at total (${cell}:11:6)`).and.contain(`at async ${cell}:20:7`);
  });

  it("shows the way from a package's inside to the cell that called it", async () => {
    const { traceback } = (
      await kernel.run(`import * as tf from "@tensorflow/tfjs";
tf.tidy(() => {
  return tf.zeros([2, 3]).matMul(tf.zeros([2, 3]));
})`)
    ).all("error")[0];
    const text = traceback.join("\n");
    expect(text).to.match(/inner shapes[^\n]*\n {4}return tf.zeros\(\[2, 3\]\).matMul/);
    expect(text).to.match(
      /… \d+ more in @tensorflow\/tfjs-core\n[^\n]*matMul[^\n]*\n {4}at cell \d+:3:/,
    );
  });

  it("tells the frames of an endless recursion once", async () => {
    const answer = await kernel.run("const dig = (n: number): number => dig(n + 1);\ndig(0)");
    expect(answer.error).to.equal("RangeError: Maximum call stack size exceeded");
    expect(answer.all("error")[0].traceback.join("\n")).to.contain("more times the same");
  });

  it("hints at a missing await, and at what a wrong property was for", async () => {
    const promised = await kernel.run("const soon = Promise.resolve([1]);\nsoon.length");
    expect(promised.error).to.contain("2:6 - Property 'length' does not exist");
    expect(promised.all("error")[0].traceback.at(-1)).to.equal("Did you forget to use 'await'?");
    const wrong = await kernel.run(
      'import { type Dataset } from "lib/data";\nconst set: Partial<Dataset> = { labels: "none" }',
    );
    expect(wrong.all("error")[0].traceback.at(-1)).to.contain("comes from property 'labels'");
  });

  it("names the lines of lib as they were written", async () => {
    const answer = await kernel.run(`
      import { nearestNeighbors } from "lib/knn";
      nearestNeighbors({ points: [], labels: [] }, [0, 0], 1)`);
    const [, , , frame] = answer.all("error")[0].traceback;
    expect(frame).to.match(/lib.knn.trainingSet\.ts:\d+:\d+/);
  });

  it("leaves its own frames out of the traceback", async () => {
    const cells = [
      "null!.x",
      "await new Promise((_, no) => setTimeout(() => no(Error('late')), 1))",
    ];
    for (const code of cells) {
      const [error] = (await kernel.run(code)).all("error");
      expect(error.traceback.join("\n")).to.not.match(
        /dist.kernels|node:internal|node:vm|node:events/,
      );
    }
  });

  it("names the place from which code in a text was run", async () => {
    const code =
      "const n = 1;\nfunction run(text: string) {\n  return eval(text);\n}\nrun('foo.bar')";
    const { traceback } = (await kernel.run(code)).all("error")[0];
    expect(traceback.join("\n")).to.match(
      /^ReferenceError: foo is not defined\n {2} {2}return eval\(text\);\n {2} {9}\^\n {4}at eval \(eval at run \(cell \d+:3:10\)/,
    );
  });

  for (const [builtIn, value] of [
    ["Array.prototype.filter", "() => { throw new Error('broken') }"],
    ["Array.prototype.map", "() => 5"],
    ["String.prototype.split", "undefined"],
    ["Map.prototype.get", "undefined"],
    ["Error.prototype.toString", "undefined"],
    ["JSON.stringify", "undefined"],
  ]) {
    it(`outlives a cell that replaces ${builtIn}, and shows errors and values after it`, async () => {
      const replaced = await kernel.run(
        `const kept = ${builtIn}; (${builtIn} as any) = ${value}; throw new Error("first")`,
      );
      expect(replaced.error).to.contain("Error: ");
      expect((await kernel.run("const bad: string = 1")).error).to.contain("TypeScriptError");
      expect((await kernel.run("null!.x")).reply?.status).to.equal("error");
      await kernel.run(`${builtIn} = kept`);
      expect((await kernel.run("[1, 2].map((n) => n + 1)")).result).to.equal("[ 2, 3 ]");
    });
  }

  it("reports a thrown value that is no error", async () => {
    expect((await kernel.run("throw { reason: 'none' }")).error).to.equal(
      "Thrown: { reason: 'none' }",
    );
  });

  it("prints a rejection that nobody handles, and lives on", async () => {
    const answer = await kernel.run(`
      Promise.reject(new Error("unhandled"));
      setTimeout(() => { throw new Error("in a timer") }, 1);
      await new Promise((resolve) => setTimeout(resolve, 50))`);
    expect(answer.text("stderr")).to.contain("unhandled").and.to.contain("in a timer");
    expect((await kernel.run("1")).result).to.equal("1");
  });

  it("refuses a type error, with line and column, before anything runs", async () => {
    const answer = await kernel.run("console.log('ran');\nconst n: number = 'text'");
    expect(answer.text()).to.equal("");
    expect(answer.error).to.equal(
      "TypeScriptError: 2:7 - Type 'string' is not assignable to type 'number'.",
    );
    expect(answer.all("error")[0].traceback.slice(1)).to.deep.equal([
      "  const n: number = 'text'",
      "        ~",
    ]);
  });

  it("tells first of what cannot be read, then of what follows from it", async () => {
    const answer = await kernel.run("const z = 1 z; const n: number = 's'");
    expect(answer.error).to.equal("TypeScriptError: 1:13 - ',' expected.");
    const [{ traceback }] = answer.all("error");
    expect(traceback.join("\n")).to.match(/1:13 - ',' expected\.(.|\n)*1:7 - Cannot redeclare/);
  });

  it("knows Node's types as the project has them, and no test runner's", async () => {
    const node20 = "import { styleText } from 'node:util'; typeof styleText";
    expect((await kernel.run(node20)).result).to.equal("'function'");
    expect((await kernel.run("describe")).error).to.contain("Cannot find name 'describe'");
  });

  it("points at what an earlier cell's type forbids", async () => {
    await kernel.run("interface Point { x: number }\nconst point: Point = { x: 1 }");
    const answer = await kernel.run("point.y");
    expect(answer.error).to.contain("1:7 - Property 'y' does not exist on type 'Point'");
  });
});
