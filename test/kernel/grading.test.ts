import { expect } from "chai";
import { Kernel } from "./client.ts";
import { dead } from "./survivors.ts";

const NOTE = "… the output of this cell is cut at 2 MB, as it is being graded.";

describe("the kernel, while nbgrader grades", () => {
  let kernel: Kernel;
  before(async () => {
    const environment = { NBGRADER_EXECUTION: "autograde", CNN_CELL_SECONDS: "600" };
    kernel = await Kernel.start("typescript", "tcp", environment);
    await kernel.run('import assert from "node:assert"');
  });
  after(() => kernel?.end());

  it("gives stderr out as stdout", async () => {
    const answer = await kernel.run("console.error('warning: slow')");
    expect([answer.text(), answer.text("stderr")]).to.deep.equal(["warning: slow\n", ""]);
    expect((await kernel.run("1")).published.map(({ type }) => type)).to.not.contain("stream");
  });

  it("cuts a cell's output at 2 MB, and keeps its result", async () => {
    const code = "for (let i = 0; i < 30; i++) console.log('x'.repeat(1e5)); 7.5";
    const answer = await kernel.run(code);
    expect(answer.text()).to.match(/x\n… the output of this cell is cut at 2 MB[^\n]*\n$/);
    expect(answer.text().length).to.be.within(2e6, 2.001e6);
    expect(answer.result).to.equal("7.5");
    expect((await kernel.run("console.log(1)")).text()).to.equal("1\n");
  });

  it("takes 2 MB whole, and says so where one character more comes later", async () => {
    const whole = "process.stdout.write('x'.repeat(2e6));";
    expect((await kernel.run(whole)).text()).to.equal("x".repeat(2e6));
    const text = (await kernel.run(`${whole} process.stdout.write("y")`)).text();
    expect(text.slice(2e6)).to.equal(`\n${NOTE}\n`);
  });

  it("cuts a failure, and leaves out displays and results that are longer", async () => {
    const { evalue } = (await kernel.run("throw new Error('x'.repeat(3e6))")).all("error")[0];
    expect(evalue.slice(2e6 - 1)).to.equal(`x\n${NOTE}\n`);
    const html = "{ 'text/html': 'x'.repeat(3e6) }";
    const shown = await kernel.run(`
      import { display } from "tslab";
      display.raw("text/html", "x".repeat(3e6)); display.text("more")`);
    expect(shown.all("display_data")).to.deep.equal([]);
    expect(shown.text()).to.equal(`\n${NOTE}\n`);
    const result = await kernel.run(`({ [Symbol.for("Jupyter.display")]: () => (${html}) })`);
    expect(result.result).to.equal(NOTE);
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
});

describe("the kernel, where cells have a limit of time", () => {
  let kernel: Kernel;
  before(async () => {
    kernel = await Kernel.start("typescript", "tcp", { CNN_CELL_SECONDS: "1" });
  });
  after(() => kernel?.end());

  it("interrupts a cell that runs too long", async () => {
    const answer = await kernel.run("await new Promise(() => {})");
    expect(answer.error).to.equal("KeyboardInterrupt: interrupted");
    expect(answer.text("stderr")).to.contain("the cell ran longer than CNN_CELL_SECONDS=1 allows");
    expect((await kernel.run("1")).result).to.equal("1");
  });

  it("ends, and says so, where the interrupt does not reach the cell", async function () {
    if (process.platform === "win32") this.skip(); // no program there can be deaf to Ctrl-C
    const said = kernel.message("stream", "CNN_CELL_SECONDS=1 allows, the kernel ends.");
    const deaf = "trap '' INT; sleep 60";
    void kernel.run(`import { execSync } from "node:child_process"; execSync("${deaf}")`);
    await said;
    await dead(kernel.pid);
  });
});
