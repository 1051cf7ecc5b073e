import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import fc from "fast-check";
import { Kernel } from "./client.ts";
import { processGroup, survivors } from "./survivors.ts";

const CELLS = 2000;
const INTERRUPTS = 40;
const KERNELS = 10;

const LOOPS = [
  "while (true) {}",
  "for (;;) { await pause(1); for (const end = Date.now() + 20; Date.now() < end; ); }",
  "for (;;) await new Promise<void>((resolve) => setImmediate(resolve))",
  "setInterval(() => { for (const end = Date.now() + 200; Date.now() < end; ); }, 1); await pause(1e6)",
  `for (let i = 0; i < 20; i++) (async () => { for (;;) await pause(1) })(); await pause(1e6)`,
  "for (;;) console.log('x'.repeat(50))",
  "for (;;) { try { for (;;) { await null } } catch {} }",
  "import { tmpdir } from 'node:os'; for (;;) await stat(tmpdir())",
];

describe("the kernel, used for long", function () {
  this.timeout(900_000);
  let kernel: Kernel;
  before(async () => {
    kernel = await Kernel.start();
    await kernel.run(`
      import { stat } from "node:fs/promises";
      const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
      let count = 0`);
  });

  after(() => kernel?.end());

  const memory = async () => Number((await kernel.run("process.memoryUsage.rss()")).result) / 1e6;

  it(`runs ${CELLS} cells with every message, its memory growing by less than 100 MB`, async () => {
    const runCells = async (first: number, end: number) => {
      for (let i = first; i < end; i++) {
        const answer = await kernel.run(`
          interface Point${i % 50} { x: number; label: string }
          const point${i % 50}: Point${i % 50} = { x: ${i}, label: "p".repeat(1000) };
          class Counter${i % 50} { values = new Float64Array(10000) }
          count++;
          console.log("out", point${i % 50}.x); console.error("err", new Counter${i % 50}().values.length);
          count`);
        expect(answer.text("stdout")).to.equal(`out ${i}\n`);
        expect(answer.text("stderr")).to.equal("err 10000\n");
        expect(answer.result).to.equal(String(i + 1));
        expect(answer.reply?.status).to.equal("ok");
      }
    };
    const warm = CELLS / 10;
    await runCells(0, warm);
    const before = await memory();
    await runCells(warm, CELLS);
    const growth = (await memory()) - before;
    console.log(`      memory: ${before.toFixed(0)} MB and ${growth.toFixed(0)} MB of growth`);
    expect(growth).to.be.below(100);
  });

  it(`survives ${INTERRUPTS} interrupts in a row, at random times`, async () => {
    const [delays] = fc.sample(fc.array(fc.nat(250), { minLength: INTERRUPTS }), 1);
    let slowest = 0;
    for (let i = 0; i < INTERRUPTS; i++) {
      const code = LOOPS[i % LOOPS.length];
      const accepted = kernel.message("execute_input");
      const cell = kernel.run(code);
      await accepted;
      await sleep(delays[i]);
      const start = performance.now();
      await kernel.press("interrupt");
      const { error } = await cell;
      slowest = Math.max(slowest, performance.now() - start);
      expect(error, `${code} after ${delays[i]} ms`).to.equal("KeyboardInterrupt: interrupted");
      expect((await kernel.run("1 + 1")).result, `the cell after ${code}`).to.equal("2");
    }
    console.log(`      slowest: ${slowest.toFixed(0)} ms`);
  });

  it(`leaves no process: ${KERNELS} shut down, and one that lost Jupyter`, async () => {
    for (let i = 0; i <= KERNELS; i++) {
      const each = await Kernel.start();
      try {
        await each.run(`
          import { spawn } from "node:child_process";
          spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"])`);
        const pids = processGroup(each.pid);
        expect(pids).to.include(each.pid);
        if (i < KERNELS) await each.press("shutdown");
        else each.client.kill("SIGKILL");
        expect(await survivors(pids)).to.deep.equal([]);
      } finally {
        await each.end();
      }
    }
  });
});
