import { expect } from "chai";
import { Kernel } from "./client.ts";

describe("the kernel, while nbgrader grades", () => {
  let kernel: Kernel;
  before(async () => {
    const environment = { NBGRADER_EXECUTION: "autograde", CNN_CELL_SECONDS: "10" };
    kernel = await Kernel.start("typescript", "tcp", environment);
    await kernel.run('import assert from "node:assert"');
  });
  after(() => kernel?.end());

  it("gives stderr out as stdout", async () => {
    const answer = await kernel.run("console.error('warning: slow')");
    expect([answer.text(), answer.text("stderr")]).to.deep.equal(["warning: slow\n", ""]);
  });

  it("cuts a cell's output at 2 MB, and keeps its result", async () => {
    const code = "for (let i = 0; i < 30; i++) console.log('x'.repeat(1e5)); 7.5";
    const answer = await kernel.run(code);
    expect(answer.text()).to.match(/x\n… the output of this cell is cut at 2 MB[^\n]*\n$/);
    expect(answer.text().length).to.be.within(2e6, 2.001e6);
    expect(answer.result).to.equal("7.5");
    expect((await kernel.run("console.log(1)")).text()).to.equal("1\n");
  });

  it("has assert and lib's checks stay as they are", async () => {
    for (const code of [
      "(assert as any).deepStrictEqual = () => {}",
      "(require('node:assert') as any).strictEqual = () => {}",
      "Object.defineProperty(require('lib/ops'), 'cmpOps', { value: () => 'forged' })",
      "(require('lib/ops') as any).cmpOps = () => 'forged'",
    ]) {
      expect((await kernel.run(code)).error, code).to.match(/^TypeError/);
    }
    const answer = await kernel.run('import { cmpOps } from "lib/ops"; String(cmpOps)');
    expect(answer.result).to.not.contain("forged");
  });

  it("puts back what a cell replaced of the language", async () => {
    await kernel.run("(JSON as any).stringify = () => 'same'; (Math as any).abs = () => 0;");
    const answer = await kernel.run("[JSON.stringify([1]), Math.abs(-2)]");
    expect(answer.result).to.equal("[ '[1]', 2 ]");
  });

  it("interrupts a cell that runs too long", async () => {
    const answer = await kernel.run("await new Promise(() => {})");
    expect(answer.error).to.equal("KeyboardInterrupt: interrupted");
    expect(answer.text()).to.contain("the cell ran longer than CNN_CELL_SECONDS=10 allows");
    expect((await kernel.run("1")).result).to.equal("1");
  });
});
