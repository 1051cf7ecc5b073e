import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { type Answer, Kernel } from "./client.ts";

/** An endless loop in WebAssembly, which has no interrupt points. */
const wasm = `new wasm.Instance(new wasm.Module(new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0,
  10, 9, 1, 7, 0, 3, 64, 12, 0, 11, 11]))).exports.f`;

describe("the kernel, interrupted", () => {
  let kernel: Kernel;
  let early: Answer;
  before(async () => {
    kernel = await Kernel.start();
    const accepted = kernel.message("execute_input");
    const cell = kernel.run("for (;;);");
    await accepted;
    await kernel.press("interrupt");
    early = await cell;
    await kernel.run(`
      const kept = { count: 0, ended: false };
      const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
      import { execFileSync } from "node:child_process";
      const wasm = (globalThis as any).WebAssembly`);
  });
  after(() => kernel?.end());

  /** Interrupts a running cell; expects that it ends within the time and its work with it. */
  async function interrupt(code: string, { error = true } = {}): Promise<Answer> {
    const started = kernel.message("stream");
    const cell = kernel.run(`console.log("started");\n${code}`);
    await started;
    await sleep(150);
    const start = performance.now();
    await kernel.press("interrupt");
    const answer = await cell;
    const time = performance.now() - start;
    console.log(`      ended after ${time.toFixed(0)} ms`);
    expect(time).to.be.below(3000); // a second, on a machine that has nothing else to do
    expect(answer.error).to.equal(error ? "KeyboardInterrupt: interrupted" : undefined);
    const counts = await kernel.run(
      "const before = kept.count; await pause(100); kept.count - before",
    );
    expect(counts.result, "still running").to.equal("0");
    return answer;
  }

  it("ends a cell while TypeScript is still being loaded for it", () => {
    expect(early.error).to.equal("KeyboardInterrupt: interrupted");
  });

  it("ends `while (true) {}`", async () => {
    await interrupt("while (true) {}");
  });

  it("ends a loop that catches all errors", async () => {
    await interrupt("for (;;) { try { for (;;) kept.count++ } catch {} }");
  });

  it("ends a synchronous loop after an await", async () => {
    await interrupt("await pause(5); while (true) kept.count++");
  });

  it("ends a synchronous loop in a timer's callback", async () => {
    await interrupt("setTimeout(() => { for (;;) kept.count++ }, 5); await pause(60000)");
  });

  it("ends an endless asynchronous loop, and runs its `finally`", async () => {
    await interrupt(
      "try { for (;;) { await pause(5); kept.count++ } } finally { kept.ended = true }",
    );
    expect((await kernel.run("kept.ended && kept.count > 5")).result).to.equal("true");
  });

  it("ends an endless asynchronous loop that catches all errors", async () => {
    await interrupt("for (;;) { try { await pause(5); kept.count++ } catch {} }");
  });

  it("ends loops that go on behind the cell", async () => {
    await interrupt(`
      async function loop() { for (;;) { await pause(5); kept.count++ } }
      loop(); setInterval(() => kept.count++, 5);
      await new Promise(() => {})`);
  });

  it("ends an endless `for await`", async () => {
    await interrupt(`
      async function* numbers() { for (let i = 0; ; i++) { await pause(5); yield i } }
      for await (const i of numbers()) kept.count = i`);
  });

  it("ends code without interrupt points, such as WebAssembly", async () => {
    await interrupt(`(${wasm})()`);
    await interrupt(`setTimeout(() => (${wasm})(), 5); await pause(60000)`);
  });

  it("ends a child process that the cell waits for", async function () {
    if (process.platform === "win32") this.skip(); // has no process groups
    await interrupt(`
      execFileSync(process.execPath, ["-e", "setInterval(() => {}, 1000)"])`);
  });

  it("ends the wait for the user's input, and takes no late answer for the next", async () => {
    const options = { allow_stdin: true };
    const asked = kernel.message("input_request");
    const first = kernel.run("prompt('first? ')", options);
    const late = await asked;
    await kernel.press("interrupt");
    expect((await first).error).to.equal("KeyboardInterrupt: interrupted");
    const askedAgain = kernel.message("input_request");
    const second = kernel.run("prompt('second? ')", options);
    const next = await askedAgain;
    kernel.answer(late, "late");
    kernel.answer(next, "in time");
    expect((await second).result).to.equal("'in time'");
  });

  it("keeps what the cell had reached", async () => {
    await interrupt("let step = 0; const log: number[] = []; while (true) log[0] = ++step");
    expect((await kernel.run("log[0] > 1000 && step - log[0] <= 1")).result).to.equal("true");
  });

  describe("while training", () => {
    const fit = "await model.fit(xs, ys, { epochs: 1e6, verbose: 0 })";

    before(async () => {
      await kernel.run(`
        import * as tf from "@tensorflow/tfjs";
        tf.enableProdMode();
        const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [4] })] });
        model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
        const xs = tf.randomNormal([64, 4]), ys = tf.randomNormal([64, 1]);
        await model.fit(xs, ys, { epochs: 2, verbose: 0 })`);
    });

    it("lets a trainer that listens to SIGINT stop, and return what it has", async () => {
      await interrupt(
        `process.once("SIGINT", () => { model.stopTraining = true });
         const history = ${fit}`,
        { error: false },
      );
      expect((await kernel.run("history.epoch.length > 0")).result).to.equal("true");
    });

    it("runs none of the cells that wait, even where the interrupted one ends well", async () => {
      const started = kernel.message("stream");
      const first = kernel.run(
        `process.once("SIGINT", () => { model.stopTraining = true });
         console.log("started");
         const history = ${fit}`,
        { stop_on_error: true },
      );
      const second = kernel.run("kept.count = -1");
      await started;
      await kernel.press("interrupt");
      expect((await first).reply?.status).to.equal("ok");
      expect((await second).reply?.status).to.equal("aborted");
    });

    it("ends a loop of one's own with the model usable", async () => {
      await interrupt(`
        for (;;) {
          tf.tidy(() => { for (let i = 0; i < 20; i++) tf.matMul(xs, xs, true).dataSync() });
          await tf.nextFrame();
          kept.count++;
        }`);
      const again = await kernel.run("(await model.fit(xs, ys, { epochs: 2, verbose: 0 })).epoch");
      expect(again.result).to.equal("[ 0, 1 ]");
    });

    it("ends a trainer that listens but does not stop", async () => {
      await interrupt(`
        const ignore = () => {};
        process.on("SIGINT", ignore);
        try { for (;;) { await tf.nextFrame(); kept.count++ } }
        finally { process.off("SIGINT", ignore) }`);
    });
  });
});
