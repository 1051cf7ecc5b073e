import { expect } from "chai";
import { PageKernel } from "../../../../publish/live/kernel/client.ts";
import type { FromWorker } from "../../../../publish/live/messages.ts";
import { withFakeTimers } from "../fakeTimers.ts";
import { FakeWorker, withFakeWorkers } from "../fakeWorker.ts";

const PLACE = { base: "https://a.org/live/1/", cells: "https://a.org/cells/2.json" };
const RUN = { type: "run", cell: "one", source: "1" } as const;
const RUNNING = { type: "state", cell: "one", state: "running" } as const;
/** Longer than a cell has to end. */
const LONG = 10_000;

describe("the kernel as a page sees it", () => {
  withFakeWorkers();
  const pass = withFakeTimers();
  const told: FromWorker[] = [];
  let kernel: PageKernel;
  beforeEach(() => {
    told.length = 0;
    kernel = new PageKernel(PLACE, (message) => told.push(message));
  });

  const worker = (i = 0) => FakeWorker.made[i];
  /** Runs a cell in a worker that has begun with it. */
  const begin = (isolated: boolean) => {
    kernel.post(RUN);
    const signals = new Int32Array(3);
    worker().say({ type: "ready", isolated, signals });
    worker().say(RUNNING);
    told.length = 0;
    return signals;
  };
  const ended = (ename: string, evalue: string) => [
    {
      ...{ type: "output", cell: "one" },
      output: { output_type: "error", ename, evalue, traceback: [`${ename}: ${evalue}`] },
    },
    { type: "state", cell: "one", state: "failed", seconds: Number.NaN },
    { type: "restarted" },
  ];
  const STOPPED = ended(
    "Stopped",
    "the cell did not answer, so the kernel was restarted and its variables are gone: run the cells above again.",
  );

  it("is started by the first message, with the address of the cells, as a module", async () => {
    expect(FakeWorker.made).to.deep.equal([]);
    kernel.post({ type: "datasets" });
    kernel.post(RUN);
    expect(FakeWorker.made).to.have.length(1);
    const { script, options, heard } = worker();
    expect(heard).to.deep.equal([{ type: "start", cells: PLACE.cells }, { type: "datasets" }, RUN]);
    expect(options).to.deep.equal({ type: "module" });
    const boot = await fetch(script);
    expect(boot.headers.get("content-type")).to.equal("text/javascript");
    expect(await boot.text()).to.equal('import "https://a.org/live/1/kernel.js";');
    URL.revokeObjectURL(script);
  });

  it("tells what its worker tells", () => {
    kernel.post(RUN);
    const messages = [RUNNING, { type: "clear", cell: "one", wait: true }];
    for (const message of messages) worker().say(message);
    expect(told).to.deep.equal(messages);
  });

  it("is not stopped where nothing runs", () => {
    kernel.stop();
    expect(FakeWorker.made).to.deep.equal([]);
    begin(true);
    worker().say({ type: "state", cell: "one", state: "done", seconds: 1 });
    kernel.stop();
    pass(LONG);
    expect([worker().heard.length, worker().isEnded]).to.deep.equal([2, false]);
  });

  for (const state of ["loading", "running"] as const) {
    it(`asks a cell that is ${state} to stop, then ends the worker, and starts another`, () => {
      kernel.post(RUN);
      worker().say({ type: "state", cell: "one", state });
      told.length = 0;
      kernel.stop();
      expect(worker().heard.at(-1)).to.deep.equal({ type: "stop" });
      expect([worker().isEnded, told]).to.deep.equal([false, []]);
      pass(LONG);
      expect(worker().isEnded).to.equal(true);
      expect(told).to.deep.equal(STOPPED);
      kernel.stop();
      kernel.post(RUN);
      expect(worker(1).heard).to.deep.equal([{ type: "start", cells: PLACE.cells }, RUN]);
    });
  }

  it("leaves a cell alone that ends in time, and the one after it", () => {
    const signals = begin(true);
    kernel.stop();
    worker().say({ type: "state", cell: "one", state: "failed", seconds: 1 });
    worker().say({ type: "state", cell: "two", state: "running" });
    pass(LONG);
    expect([...signals, worker().isEnded]).to.deep.equal([0, 0, 0, false]);
  });

  it("ends code that shares memory before it ends the worker", () => {
    const signals = begin(true);
    kernel.stop();
    expect([...signals]).to.deep.equal([0, 0, 0]);
    pass(1000);
    expect([...signals, worker().isEnded]).to.deep.equal([0, 1, 0, false]);
    pass(LONG);
    expect(worker().isEnded).to.equal(true);
  });

  it("leaves memory alone that is not shared", () => {
    const signals = begin(false);
    kernel.stop();
    pass(LONG);
    expect([...signals, worker().isEnded]).to.deep.equal([0, 0, 0, true]);
  });

  it("ends a worker once, however often it is stopped, and none that came since", () => {
    begin(false);
    kernel.stop();
    kernel.restart();
    kernel.post(RUN);
    told.length = 0;
    pass(LONG);
    expect([worker(1).isEnded, told]).to.deep.equal([false, []]);
  });

  it("is restarted with the running cell, or at rest", () => {
    begin(true);
    kernel.restart();
    expect(worker().isEnded).to.equal(true);
    expect(told).to.deep.equal(ended("Restarted", "The kernel was restarted."));
    told.length = 0;
    kernel.restart();
    expect(told).to.deep.equal([{ type: "restarted" }]);
  });

  it("has ended where its scripts fail, unless another has come", () => {
    begin(true);
    expect(worker().fail("SyntaxError")).to.equal(true);
    expect(told).to.deep.equal(ended("Error", "SyntaxError"));
    kernel.post(RUN);
    told.length = 0;
    worker().fail("late");
    expect([told, worker(1).isEnded]).to.deep.equal([[], false]);
    worker(1).fail("");
    expect(told).to.deep.equal(ended("Error", "The scripts that run cells could not be loaded."));
  });

  describe("starts the workers that cells ask for", () => {
    let ports: MessageChannel;
    beforeEach(() => {
      ports = new MessageChannel();
      kernel.post(RUN);
      told.length = 0;
    });
    afterEach(() => ports.port1.close());

    const ask = (script: string) =>
      worker().say({ type: "thread", script, options: { name: "n" }, port: ports.port2 });
    const heard = () =>
      new Promise((resolve) => {
        ports.port1.onmessage = ({ data }) => resolve(data);
      });
    const turn = () => new Promise(setImmediate);

    it("and passes on what they and the cells say", async () => {
      ask("https://a.org/w.js");
      const thread = worker(1);
      expect([thread.script, thread.options]).to.deep.equal(["https://a.org/w.js", { name: "n" }]);
      expect(told).to.deep.equal([]);
      thread.say([1, 2]);
      expect(await heard()).to.deep.equal({ message: [1, 2] });
      expect(thread.fail("broken")).to.equal(true);
      expect(await heard()).to.deep.equal({ error: "broken" });
      ports.port1.postMessage({ message: "hello" });
      await turn();
      expect([thread.heard, thread.isEnded]).to.deep.equal([["hello"], false]);
    });

    it("and ends each when it is told to, with its port", async () => {
      ask("https://a.org/w.js");
      const closed = new Promise((resolve) => ports.port1.addEventListener("close", resolve));
      ports.port1.postMessage("end");
      await closed;
      expect([worker(1).isEnded, worker(1).heard]).to.deep.equal([true, []]);
    });

    it("and ends all with the kernel", () => {
      ask("https://a.org/w.js");
      kernel.restart();
      expect(worker(1).isEnded).to.equal(true);
      worker(1).isEnded = false;
      kernel.restart();
      expect(worker(1).isEnded).to.equal(false);
    });

    it("and says why one cannot be started", async () => {
      ask("refused.js");
      expect(await heard()).to.deep.equal({ error: "Error: no script of this site" });
    });
  });
});
