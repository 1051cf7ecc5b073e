import { expect } from "chai";
import type { Kernel } from "./client.ts";
import { sharedKernel } from "./shared.ts";

describe("the kernel, running cells", () => {
  let kernel: Kernel;
  before(async () => {
    kernel = await sharedKernel();
  });

  it("publishes all 20,000 lines of a cell, in order, and then is idle", async () => {
    const answer = await kernel.run("for (let i = 0; i < 20000; i++) console.log(i)");
    const lines = answer.text().trim().split("\n").map(Number);
    expect(lines).to.deep.equal(Array.from({ length: 20000 }, (_, i) => i));
    expect(answer.published.at(-1)?.content.execution_state).to.equal("idle");
  });

  it("publishes 3,000 displays of a cell, each with its number", async () => {
    const answer = await kernel.run(`
      import { display as show } from "tslab";
      for (let i = 0; i < 3000; i++) show.text(String(i))`);
    const shown = answer.all("display_data").map(({ data }) => Number(data["text/plain"]));
    expect(shown).to.deep.equal(Array.from({ length: 3000 }, (_, i) => i));
  });

  it("repeats the input and counts the cells", async () => {
    const first = await kernel.run("6 * 7");
    const second = await kernel.run("undefined");
    const count = first.reply?.execution_count ?? Number.NaN;
    expect(first.all("execute_input")).to.deep.equal([{ code: "6 * 7", execution_count: count }]);
    expect(first.all("execute_result")[0].execution_count).to.equal(count);
    expect(second.reply?.execution_count).to.equal(count + 1);
  });

  it("shows the value of the last expression, unless it is undefined", async () => {
    expect((await kernel.run("1; 'a' + 'b'")).result).to.equal("'ab'");
    expect((await kernel.run("null")).result).to.equal("null");
    expect((await kernel.run("undefined")).result).to.equal(undefined);
    expect((await kernel.run("const seven = 7")).result).to.equal(undefined);
  });

  it("awaits at the top level, in `for await` too", async () => {
    const answer = await kernel.run(`
      async function* numbers() { yield 1; yield 2 }
      let sum = await new Promise<number>((resolve) => setTimeout(resolve, 10, 4));
      for await (const n of numbers()) sum += n;
      sum += await (async () => 1)();
      sum`);
    expect(answer.result).to.equal("8");
    expect((await kernel.run("await (async () => 2)()")).result).to.equal("2");
  });

  it("keeps stdout, stderr and displays in their order", async () => {
    const answer = await kernel.run(`
      import { display } from "tslab";
      console.log(1); console.error(2); display.text("3"); process.stdout.write("4")`);
    const order = answer.published
      .filter(({ type }) => type === "stream" || type === "display_data")
      .map(({ content }) => content.text ?? content.data["text/plain"]);
    expect(order).to.deep.equal(["1\n", "2\n", "3", "4"]);
  });

  it("runs the cells after a failed one if stop_on_error is false", async () => {
    const cells = ["throw new Error('no')", "1", "2"].map((code) => kernel.run(code));
    const answers = await Promise.all(cells);
    expect(answers.map(({ reply }) => reply?.status)).to.deep.equal(["error", "ok", "ok"]);
    expect(answers[2].result).to.equal("2");
  });

  it("aborts the cells requested before the failure was known, and runs later ones", async () => {
    const stop = { stop_on_error: true };
    const cells = ["const bad: string = 1", "1", "2"].map((code) => kernel.run(code, stop));
    const answers = await Promise.all(cells);
    expect(answers.map(({ reply }) => reply?.status)).to.deep.equal([
      "error",
      "aborted",
      "aborted",
    ]);
    expect(answers[2].all("execute_input")).to.deep.equal([]);
    expect(answers[2].reply).to.not.have.property("execution_count");
    expect((await kernel.run("3", stop)).result).to.equal("3");
  });

  it("answers each of 1,500 cells that a failure stops", async () => {
    const stop = { stop_on_error: true };
    const pause = "await new Promise((resolve) => setTimeout(resolve, 1000));";
    const failed = kernel.run(`${pause} throw new Error('no')`, stop);
    const cells = Array.from({ length: 1500 }, () => kernel.run("1", stop));
    expect((await failed).reply?.status).to.equal("error");
    const statuses = (await Promise.all(cells)).map(({ reply }) => String(reply?.status));
    expect(statuses[0]).to.equal("aborted");
    for (const status of statuses) expect(status).to.be.oneOf(["ok", "aborted"]);
  });

  it("runs silent cells without input, result or count", async () => {
    const { reply } = await kernel.run("0");
    const silent = await kernel.run("const quiet = 5; quiet", { silent: true });
    expect(silent.published.map(({ type }) => type)).to.deep.equal(["status", "status"]);
    expect((await kernel.run("0")).reply?.execution_count).to.equal(
      Number(reply?.execution_count) + 1,
    );
  });

  it("waits for the user's answer to a prompt", async () => {
    const asked = kernel.message("input_request");
    const cell = kernel.run("prompt('Your name? ')", { allow_stdin: true });
    kernel.answer(await asked, "Ada");
    expect((await cell).result).to.equal("'Ada'");
  });

  it("says so where no user can be asked", async () => {
    const answer = await kernel.run("prompt()", { allow_stdin: false });
    expect(answer.error).to.contain("prompt: the program that runs this cell takes no input");
  });

  it("goes on after process.exit in a cell, a callback or a promise, which is an error", async () => {
    expect((await kernel.run("process.exit(3)")).error).to.match(
      /^Error: process\.exit\(3\) would end the kernel and lose its variables: to end a cell,/,
    );
    const later = await kernel.run(`
      setTimeout(() => process.exit(4), 1);
      void Promise.resolve(5).then(process.exit);
      await new Promise((resolve) => setTimeout(resolve, 50))`);
    expect(later.text("stderr")).to.contain("process.exit(4)").and.contain("process.exit(5)");
    expect((await kernel.run("1")).result).to.equal("1");
  });

  it("refuses whatever else would end the kernel", async () => {
    for (const code of ["reallyExit(0)", "abort()", "kill(process.pid, 9)", "kill(0, 'SIGTERM')"]) {
      const answer = await kernel.run(`(process as any).${code}`);
      expect(answer.error, code).to.contain("would end the kernel and lose its variables");
    }
    expect((await kernel.run("process.kill(process.pid, 0)")).result).to.equal("true");
  });

  it("asks with a preset answer, and for agreement", async () => {
    for (const [code, given, result] of [
      ["prompt('n? ', '5')", "", "'5'"],
      ["prompt('n? ', '5')", "6", "'6'"],
      ["confirm('Sure?')", "y", "true"],
      ["confirm('Sure?')", "", "false"],
    ]) {
      const asked = kernel.message("input_request");
      const cell = kernel.run(code, { allow_stdin: true });
      kernel.answer(await asked, given);
      expect((await cell).result, code).to.equal(result);
    }
    expect((await kernel.run("alert('Done')")).text()).to.equal("Done\n");
  });

  it("clears the output", async () => {
    const answer = await kernel.run("console.log(1); clearOutput(true); console.log(2)");
    expect(answer.all("clear_output")).to.deep.equal([{ wait: true }]);
    expect(answer.published.map(({ type }) => type).indexOf("clear_output")).to.equal(3);
  });

  it("runs timers and frames at full speed", async () => {
    const answer = await kernel.run(`
      import { promisify } from "node:util";
      const later: string[] = [];
      await promisify(setTimeout)(1);
      await promisify(setImmediate)();
      await new Promise<void>((resolve) => {
        const timer = setInterval((name: string) => {
          later.push(name);
          if (later.length === 3) resolve(clearInterval(timer));
        }, 1, "tick");
      });
      for (let i = 0; i < 1000; i++) await new Promise((resolve) => setImmediate(resolve));
      later`);
    expect(answer.result).to.equal("[ 'tick', 'tick', 'tick' ]");
  });
});
