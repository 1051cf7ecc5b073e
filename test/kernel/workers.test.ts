import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { expect } from "chai";
import { forgetWorkers, reportWorkers, watchWorkers } from "../../kernel/cells/workers.ts";

describe("the worker threads that a cell started", () => {
  const { error } = console;
  let said: string[] = [];
  const others = process.listeners("worker");
  before(() => {
    watchWorkers();
    console.error = (text: string) => said.push(text);
  });
  after(() => {
    console.error = error;
    for (const listener of process.listeners("worker")) {
      if (!others.includes(listener)) process.off("worker", listener);
    }
  });

  const report = () => {
    said = [];
    reportWorkers();
    return said.map((text) => text.replace(/ Their .*/, ""));
  };
  const start = async () => {
    const worker = new Worker("setInterval(() => {}, 1000)", { eval: true });
    await once(worker, "online");
    return worker;
  };
  const rule = "An interrupt does not end worker threads:";

  it("are counted as long as they run, until the next cell begins", async () => {
    expect(report()).to.deep.equal([]);
    const [one, two] = [await start(), await start()];
    expect(report()).to.deep.equal([`${rule} 2 that this cell started still run.`]);
    await one.terminate();
    expect(report()).to.deep.equal([`${rule} 1 that this cell started still runs.`]);
    forgetWorkers();
    expect(report()).to.deep.equal([]);
    await two.terminate();
  });
});
