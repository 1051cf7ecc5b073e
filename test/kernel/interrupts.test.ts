import { Worker } from "node:worker_threads";
import { expect } from "chai";
import { Signal } from "../../kernel/threads.ts";

/** Interrupts in the thread of the server, calls what it exports, and tells what that told the cells. */
const THREAD = `
  const { parentPort, workerData } = require("node:worker_threads");
  const { calls, answers, interrupts: file } = workerData;
  const post = parentPort.postMessage.bind(parentPort);
  import(file).then(async (interrupts) => {
    const told = [];
    const stopped = new Promise((resolve) => {
      parentPort.postMessage = ({ kind }) => {
        told.push(kind);
        if (kind === "ping" && answers) queueMicrotask(interrupts.pong);
        if (kind === "stop") setImmediate(resolve, "stopped");
      };
    });
    for (const call of calls) interrupts[call]();
    const how = await Promise.race([stopped, interrupts.idle().then(() => "ended")]);
    interrupts.settled();
    await interrupts.idle();
    const timers = process.getActiveResourcesInfo().filter((each) => each === "Timeout").length;
    post({ told, how, timers, presses: interrupts.interruptions() });
  });`;

describe("An interrupt of the kernel", () => {
  /** What the cells are told until they are stopped or have ended. */
  async function play(calls: string[], { listens = true, answers = false } = {}) {
    const signals = new Int32Array(new SharedArrayBuffer(12));
    signals[Signal.listeners] = Number(listens);
    const folder = new URL("../../kernel/dist/kernels/typescript/server/", import.meta.url);
    const interrupts = new URL("interrupts.js", folder).href;
    const workerData = { signals, calls, answers, interrupts };
    const worker = new Worker(THREAD, { eval: true, workerData });
    try {
      const said = await new Promise<
        Record<"timers" | "presses", number> & { told: string[]; how: string }
      >((resolve, reject) => worker.once("message", resolve).once("error", reject));
      return { ...said, isStopped: signals[Signal.interrupt] === 1 };
    } finally {
      await worker.terminate();
    }
  }

  const pings = (count: number) => Array<string>(count).fill("ping");

  it("stops code that does not listen", async () => {
    expect(await play(["interrupt"], { listens: false })).to.deep.equal({
      ...{ told: ["stop", "ping"], how: "stopped" },
      ...{ presses: 1, timers: 0, isStopped: true },
    });
  });

  it("leaves code that listens more ticks where it gives signs of life", async () => {
    const [alive, silent] = await Promise.all(
      [true, false].map((answers) => play(["interrupt"], { answers })),
    );
    expect(alive.told).to.deep.equal(["askToStop", "ping", ...pings(7), "stop"]);
    expect(silent.told).to.deep.equal(["askToStop", "ping", ...pings(5), "stop"]);
    expect([alive.isStopped, silent.isStopped]).to.deep.equal([true, true]);
  });

  it("stops code that listens where it is pressed again", async () => {
    const { told, presses } = await play(["interrupt", "interrupt"]);
    expect(told).to.deep.equal(["askToStop", "ping", "stop"]);
    expect(presses).to.equal(2);
  });

  it("ends with code that ends by itself, unless it has been stopped", async () => {
    const { told, how, isStopped } = await play(["interrupt", "endedByItself"]);
    expect([told, how, isStopped]).to.deep.equal([["askToStop", "ping"], "ended", false]);
    const stopped = await play(["interrupt", "endedByItself"], { listens: false });
    expect(stopped.how).to.equal("stopped");
    const again = await play(["interrupt", "endedByItself", "interrupt", "settled"]);
    expect(again.told).to.deep.equal(["askToStop", "ping", "askToStop", "ping"]);
    expect(again.how).to.equal("ended");
  });
});
