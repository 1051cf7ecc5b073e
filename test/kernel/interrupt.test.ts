import { writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { type Answer, Kernel } from "./client.ts";

/** Endless code of all kinds, which counts what it does in `kept.count`. */
const ENDLESS = {
  "`while (true)`": "while (true) kept.count++",
  "a synchronous loop after `await null`": "await null; while (true) kept.count++",
  "a synchronous loop after an await": "await pause(5); while (true) kept.count++",
  "a synchronous loop that catches all errors":
    "for (;;) { try { for (;;) kept.count++ } catch {} }",
  "a synchronous loop in setTimeout":
    "setTimeout(() => { for (;;) kept.count++ }, 5); await pause(60000)",
  "a synchronous loop in setInterval":
    "setInterval(() => { for (;;) kept.count++ }, 5); await pause(60000)",
  "a synchronous loop in one of several setImmediate": `
    setImmediate(() => {}); setImmediate(() => { for (;;) kept.count++ }); setImmediate(() => {});
    await pause(60000)`,
  "a synchronous loop in a callback of fs":
    "fs.readFile('.', () => { for (;;) kept.count++ }); await pause(60000)",
  "a synchronous loop in nextTick":
    "process.nextTick(() => { for (;;) kept.count++ }); await pause(60000)",
  "a loop of timers": "for (;;) { await pause(5); kept.count++ }",
  "a loop of timers with a `finally`":
    "try { for (;;) { await pause(5); kept.count++ } } finally { setTimeout(() => kept.finals++, 20) }",
  "a loop of timers that catches all errors":
    "for (;;) { try { await pause(5); kept.count++ } catch {} }",
  "a loop of microtasks": "for (;;) { await null; kept.count++ }",
  "a loop of microtasks that catches all errors":
    "for (;;) { try { await null; kept.count++ } catch {} }",
  "code that catches every error, and would go on": `
    try { await pause(60000) } catch {}
    try { await null } catch {}
    kept.finals = -1`,
  "a loop of file reads": "for (;;) { await fs.promises.stat('.'); kept.count++ }",
  "loops that go on behind the cell": `
    async function loop() { for (;;) { await pause(5); kept.count++ } }
    loop(); loop(); await new Promise(() => {})`,
  setInterval: "setInterval(() => kept.count++, 5); await new Promise(() => {})",
  "`for await`": `
    async function* numbers() { for (let i = 0; ; i++) { await pause(5); yield i } }
    for await (const i of numbers()) kept.count = i`,
  "a promise that nobody keeps": "await new Promise(() => {})",
  "a file's loop of immediates": "import { immediates } from './loops'; await immediates(kept)",
  "a file's loop of microtasks": "import { microtasks } from './loops'; await microtasks(kept)",
  "a file's loop of file reads": "import { reads } from './loops'; await reads(kept)",
  "Atomics.wait": "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
  WebAssembly: "endless()",
  "WebAssembly after a timer": "await pause(5); endless()",
  "WebAssembly in a timer": "setTimeout(endless, 5); await pause(60000)",
};

const LOOPS = `
import { promises } from "node:fs";
interface Kept { count: number }
export async function immediates(kept: Kept) {
  for (;;) { await new Promise((resolve) => setImmediate(resolve)); kept.count++ }
}
export async function microtasks(kept: Kept) { for (;;) { await null; kept.count++ } }
export async function reads(kept: Kept) { for (;;) { await promises.stat("."); kept.count++ } }
`;

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
    await writeFile(path.join(kernel.folder, "loops.ts"), LOOPS);
    await kernel.run(`
      import * as fs from "node:fs";
      import { execFileSync } from "node:child_process";
      import { Worker } from "node:worker_threads";
      const kept = { count: 0, finals: 0 };
      const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
      const { Instance, Module } = (globalThis as any).WebAssembly;
      const endless = new Instance(new Module(new Uint8Array([
        0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0,
        10, 9, 1, 7, 0, 3, 64, 12, 0, 11, 11]))).exports.f as () => void`);
  });
  after(() => kernel?.end());

  /** Interrupts a running cell; expects that it ends within the time and its work with it. */
  async function interrupt(code: string, { error = true, within = 3000 } = {}): Promise<Answer> {
    const started = kernel.message("stream");
    const cell = kernel.run(`console.log("started");\n${code}`);
    await started;
    await sleep(60);
    const start = performance.now();
    await kernel.press("interrupt");
    const answer = await cell;
    const time = performance.now() - start;
    console.log(`      ended after ${time.toFixed(0)} ms`);
    expect(time).to.be.below(within); // a second, on a machine that has nothing else to do
    expect(answer.error).to.equal(error ? "KeyboardInterrupt: interrupted" : undefined);
    const counts = await kernel.run(
      "const before = kept.count; await pause(50); kept.count - before",
    );
    expect(counts.result, "still running").to.equal("0");
    return answer;
  }

  it("ends a cell while TypeScript is still being loaded for it", () => {
    expect(early.error).to.equal("KeyboardInterrupt: interrupted");
  });

  for (const [title, code] of Object.entries(ENDLESS)) {
    it(`ends ${title}`, async () => {
      expect((await interrupt(code)).text("stderr")).to.equal("");
    });
  }

  it("has run the `finally`, and what it left to do at once", async () => {
    expect((await kernel.run("kept.finals")).result).to.equal("1");
  });

  it("ends a child process that the cell waits for", async function () {
    if (process.platform === "win32") this.skip(); // has no process groups
    await interrupt('execFileSync(process.execPath, ["-e", "setInterval(() => {}, 1000)"])');
  });

  it("says that it does not reach a child process which ignores it", async () => {
    const answer = await interrupt(
      `const child = "process.on('SIGINT', () => {}); setTimeout(() => {}, 3500)";
       execFileSync(process.execPath, ["-e", child])`,
      { within: 20_000 },
    );
    expect(answer.text("stderr")).to.contain("The interrupt does not reach this cell");
  });

  it("says that a worker thread goes on", async () => {
    const answer = await interrupt(`
      const worker = new Worker("setInterval(() => {}, 1000)", { eval: true });
      await new Promise(() => {})`);
    expect(answer.text("stderr")).to.equal(
      "An interrupt does not end worker threads: 1 that this cell started still runs. " +
        "Their `terminate()` ends them, or a restart of the kernel.\n",
    );
    expect((await kernel.run("await worker.terminate()")).result).to.equal("1");
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

    it("keeps the model and the history of `train`, which goes on from there", async function () {
      this.timeout(120_000); // imports most of lib
      await kernel.run(`
        import { selectBackend } from "lib/backend";
        import { cifarCnn, historyOf, train } from "lib/cifar";
        import { loadCifar10 } from "lib/data";
        await selectBackend({ threads: 1, log() {} });
        const data = await loadCifar10({ synthetic: { train: 60, validation: 20, test: 20 } });
        const cnn = cifarCnn({ filters: [4, 4, 4], kernelSize: 3 });
        const options = { batchSize: 20, validateEvery: 1e6, onProgress() {} }`);
      await interrupt("const run = await train(cnn, data, { ...options, iterations: 1e6 })", {
        error: false,
      });
      const kept = "[run.stopped?.reason, run.trainLoss.length > 0, historyOf(cnn) === run]";
      expect((await kernel.run(kept)).result).to.equal("[ 'interrupted', true, true ]");
      const more = await kernel.run(`
        const done = run.trainLoss.length;
        await train(cnn, data, { ...options, iterations: done + 3, resume: run });
        run.trainLoss.length - done`);
      expect(more.result).to.equal("3");
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
