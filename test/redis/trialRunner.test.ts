import { getEventListeners } from "node:events";
import { expect } from "chai";
import type { TrialJob } from "../../lib/redis/keys.ts";
import { TrialRunner } from "../../lib/redis/trialRunner.ts";
import { blobs } from "../cifar/blobs.ts";
import { threadsFromNow } from "../cifar/gridSearch/tiny.ts";

/** Tells what it was started with, and ends with its number; but as the seed says. */
const script = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort, threadId, workerData } from "node:worker_threads";
    parentPort.on("message", ({ seed }) => {
      parentPort.postMessage({ begun: true });
      if (seed === 662) process.exit(3);
      parentPort.postMessage({ update: workerData });
      if (seed !== 663) parentPort.postMessage({ result: threadId });
    });`)}`,
);

describe("the threads of a worker's trials", () => {
  const [train, validation] = [blobs(3, 1), blobs(2, 2)];
  let threads: ReturnType<typeof threadsFromNow>;
  let updates: unknown[];
  let asked: unknown[];
  let runner: TrialRunner;
  beforeEach(() => {
    threads = threadsFromNow();
    [updates, asked] = [[], []];
    const dataOf = async (...from: unknown[]) => {
      asked.push(from);
      return { train, validation };
    };
    runner = new TrialRunner(dataOf, 0.2, script);
  });
  afterEach(async () => {
    await runner.end();
    expect(threads.running()).to.equal(0);
  });

  const { signal } = new AbortController();
  const run = (job: Partial<TrialJob> & { seed?: number } = {}, stopped = signal) => {
    const { seed = 1, ...own } = job;
    const data = { train: "a", validation: "b" };
    const onUpdate = (update: unknown) => updates.push(update);
    const all = { settings: { seed }, data, backend: "wasm", ...own } as const;
    return runner.run(all, { onUpdate, signal: stopped });
  };

  it("are told the images and the backend, and stay for trials on the same", async () => {
    const first = await run();
    expect(first).to.have.property("result").that.is.a("number");
    expect(await run({ seed: 2 })).to.deep.equal(first);
    expect(updates).to.deep.equal(Array(2).fill({ train, validation, backend: "wasm" }));
    expect(asked[0]).to.deep.equal([{ train: "a", validation: "b" }, signal]);
    expect(threads.running()).to.equal(1);
    expect(getEventListeners(signal, "abort")).to.deep.equal([]);
  });

  it("are one for each trial at the same time, and end where others need other images", async () => {
    const pair = await Promise.all([run(), run()]);
    expect(threads.running()).to.equal(2);
    const again = await Promise.all([run(), run()]);
    expect(again).to.have.deep.members(pair);
    const other = await run({ data: { train: "a", validation: "c" } });
    expect(threads.running()).to.equal(1);
    expect(new Set([...pair, other].map((end) => JSON.stringify(end))).size).to.equal(3);
  });

  it("are not used again where a trial has killed or hung them", async () => {
    const exit = "its worker thread ended with exit code 3";
    expect(await run({ seed: 662 })).to.include({ died: exit });
    expect(await run()).to.have.property("result");
    const hung = "it reported nothing for 0.2 s";
    expect(await run({ seed: 663 })).to.include({ died: hung, hung: true });
    expect(threads.running()).to.equal(0);
    expect(await run()).to.have.property("result");
  });

  it("end at once with a trial that is stopped, before it begins or later", async () => {
    const controller = new AbortController();
    const ended = run({ seed: 663 }, controller.signal);
    while (updates.length === 0) await new Promise(setImmediate);
    controller.abort();
    expect(await ended).to.have.property("died", "its worker thread ended with exit code 1");
    const stopped = await run({}, AbortSignal.abort(new Error("stopped"))).catch(String);
    expect(stopped).to.equal("Error: stopped");
    do
      await new Promise(setImmediate); // a thread is told of a moment after it was started
    while (threads.running() > 0);
  });
});
