import { constants } from "node:fs";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { Kernel } from "./client.ts";
import { isRunning, survivors } from "./survivors.ts";

describe("the kernel's process", () => {
  let kernel: Kernel;
  const started: number[] = [];
  beforeEach(async () => {
    kernel = await Kernel.start();
  });
  afterEach(async () => {
    await kernel?.end();
    for (const pid of started.splice(0).filter(isRunning)) process.kill(pid, "SIGKILL");
  });

  /** Has a cell start a process and a thread; returns the kernel's process and that one. */
  const start = async (): Promise<number[]> => {
    const answer = await kernel.run(`
      import { spawn } from "node:child_process";
      import { Worker } from "node:worker_threads";
      const worker = new Worker("setInterval(() => {}, 1000)", { eval: true });
      spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]).pid`);
    const child = Number(answer.result);
    expect(isRunning(child)).to.equal(true);
    started.push(kernel.pid, child);
    return [kernel.pid, child];
  };

  it("restarts with nothing kept, and ends at shutdown even while a cell runs", async function () {
    this.timeout(120_000);
    await kernel.run("const old = 1");
    const first = await start();
    await kernel.press("restart");
    expect(await survivors(first)).to.deep.equal([]);
    const answer = await kernel.run("old");
    expect(answer.error).to.contain("Cannot find name 'old'");
    expect(answer.reply?.execution_count).to.equal(1);

    const second = await start();
    void kernel.run("while (true) {}");
    await sleep(300);
    await kernel.press("shutdown");
    expect(await survivors(second)).to.deep.equal([]);
  });

  it("leaves its pipes to Jupyter as they are", async function () {
    if (process.platform !== "linux") this.skip(); // tells how a file is open
    await kernel.run("console.log(1); console.error(2)");
    const info = await readFile(`/proc/${kernel.pid}/fdinfo/1`, "utf8");
    const flags = Number.parseInt(/flags:\s*(\d+)/.exec(info)?.[1] ?? "", 8);
    expect(flags & constants.O_NONBLOCK, "set to non-blocking").to.equal(0);
  });

  it("talks through files in place of ports, where Jupyter asks for it", async function () {
    if (process.platform === "win32") this.skip(); // has no sockets of this kind
    const local = await Kernel.start("typescript", "ipc");
    try {
      expect((await local.run("6 * 7")).result).to.equal("42");
    } finally {
      await local.end();
    }
  });

  it("ends when Jupyter has died, even while a cell runs", async () => {
    const pids = await start();
    void kernel.run("while (true) {}");
    await sleep(300);
    kernel.client.kill("SIGKILL");
    expect(await survivors(pids)).to.deep.equal([]);
  });
});
