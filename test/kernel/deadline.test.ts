import { Worker } from "node:worker_threads";
import { expect } from "chai";

/** Sets a cell's deadline in the thread of the server, with timers that are told and run at once. */
const THREAD = `
  const fs = require("node:fs");
  const { parentPort, workerData } = require("node:worker_threads");
  const [complaints, timers, ended, said, told] = [[], [], [], [], []];
  fs.writeSync = (_, text) => complaints.push(text);
  require("node:module").syncBuiltinESMExports();
  import(workerData.deadline).then(({ Deadline }) => {
    const post = parentPort.postMessage.bind(parentPort);
    parentPort.postMessage = ({ kind }) => told.push(kind);
    globalThis.setTimeout = (callback, ms) => {
      timers.push(ms);
      callback();
      return "the timer";
    };
    globalThis.clearTimeout = (timer) => ended.push(timer);
    const deadline = new Deadline((text) => said.push(text));
    deadline.end();
    post({ complaints, timers, ended, said, told, overrun: deadline.overrun });
  });`;

describe("The time that a cell may take", () => {
  async function play(seconds: string | undefined): Promise<Record<string, unknown>> {
    const folder = new URL("../../kernel/dist/kernels/typescript/server/", import.meta.url);
    const worker = new Worker(THREAD, {
      eval: true,
      env: seconds === undefined ? {} : { CNN_CELL_SECONDS: seconds },
      workerData: {
        deadline: new URL("deadline.js", folder).href,
        signals: new Int32Array(new SharedArrayBuffer(12)),
      },
    });
    try {
      return await new Promise((resolve, reject) => {
        worker.once("message", resolve).once("error", reject);
      });
    } finally {
      await worker.terminate();
    }
  }

  const endless = {
    ...{ complaints: [], timers: [], ended: [undefined], said: [], told: [], overrun: undefined },
  };

  it("has no end where none is set", async () => {
    for (const seconds of [undefined, ""]) {
      expect(await play(seconds)).to.deep.equal(endless);
    }
  });

  it("is that of CNN_CELL_SECONDS, at most what a timer takes", async () => {
    for (const [seconds, ms] of [
      ["2", 2000],
      ["0.5", 500],
      ["2147484", 2 ** 31 - 1],
      ["1e12", 2 ** 31 - 1],
    ] as const) {
      const overrun = `the cell ran longer than CNN_CELL_SECONDS=${Number(seconds)} allows`;
      const said = [`${overrun}: it is interrupted.\n`];
      expect(await play(seconds)).to.deep.equal({
        ...{ complaints: [], timers: [ms], ended: ["the timer"], said, overrun },
        told: ["stop", "ping"],
      });
    }
  });

  it("has no end where CNN_CELL_SECONDS is no positive number, which is said", async () => {
    for (const seconds of ["0", "-1", "long"]) {
      const rule = "must be a positive number: cells run without limit";
      const complaint = `TypeScript kernel: CNN_CELL_SECONDS is "${seconds}", ${rule}\n`;
      expect(await play(seconds)).to.deep.equal({ ...endless, complaints: [complaint] });
    }
  });
});
