import { getEventListeners } from "node:events";
import { expect } from "chai";
import type { JobEnd } from "../../../lib/cifar/gridSearch/jobThread.ts";
import { runInWorkers } from "../../../lib/cifar/gridSearch/pool.ts";
import { threadsFromNow } from "./tiny.ts";

/** A worker that does as its job says. */
const script = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort, workerData } from "node:worker_threads";
    parentPort.on("message", (job) => {
      parentPort.postMessage({ begun: true });
      if (job === "exit") process.exit(3);
      if (job === "throw") setTimeout(() => { throw new Error("lost") });
      if (job === "exit later") setTimeout(() => process.exit(4), 50);
      if (job === "hang") for (;;);
      if (job === "fill") for (const all = [];;) all.push(new Array(1e6).fill(job));
      parentPort.postMessage({ update: workerData });
      if (job !== "throw") parentPort.postMessage({ result: job + " done" });
    });`)}`,
);

/** Runs the jobs and gives their ends, in their order. */
async function run(
  jobs: readonly string[],
  workers: number,
  { signal, timeout }: { signal?: AbortSignal; timeout?: number } = {},
) {
  const ends = new Map<string, JobEnd<string>>();
  const updates: string[] = [];
  await runInWorkers<string, string, string>(jobs, {
    script,
    data: "hello",
    workers,
    timeout,
    signal: signal ?? new AbortController().signal,
    messageOf: (job) => job.replace(/ \d+$/, ""),
    onUpdate: (_, update) => updates.push(update),
    async onEnd(job, end) {
      ends.set(job, end);
    },
  });
  return { ends: jobs.map((job) => ends.get(job)), updates };
}

describe("runInWorkers", () => {
  let threads: ReturnType<typeof threadsFromNow>;
  beforeEach(() => {
    threads = threadsFromNow();
  });
  afterEach(() => expect(threads.running()).to.equal(0));

  it("runs every job once and hears its updates, however many threads there are", async () => {
    for (const workers of [1, 2, 5]) {
      const { ends, updates } = await run(["a", "b", "c"], workers);
      expect(ends).to.deep.equal(["a", "b", "c"].map((job) => ({ result: `${job} done` })));
      expect(updates).to.deep.equal(["hello", "hello", "hello"]);
    }
  });

  for (const workers of [1, 2]) {
    it(`ends the job of a thread that dies and goes on in another, with ${workers}`, async () => {
      const { ends } = await run(["a", "exit", "b", "throw", "c"], workers);
      const inWords = ends.map((end) => end && ("died" in end ? end.died : end.result));
      expect(inWords).to.deep.equal([
        "a done",
        "its worker thread ended with exit code 3",
        "b done",
        "its worker thread died: lost",
        "c done",
      ]);
      for (const end of ends) if (end && "died" in end) expect(end.seconds).to.be.within(0.001, 9);
    });
  }

  it("tries a job that hangs three times", async () => {
    const { ends } = await run(["hang", "a"], 1, { timeout: 0.1 });
    const died = "it reported nothing for 0.1 s, 3 times";
    expect(ends[0]).to.deep.include({ died, hung: true });
    expect(ends[1]).to.deep.equal({ result: "a done" });
  });

  it("replaces a thread that dies between two jobs", async () => {
    const { ends } = await run(["exit later", "a", "b"], 1);
    expect(ends[0]).to.deep.equal({ result: "exit later done" });
    expect(ends).to.not.include(undefined);
  });

  it("ends threads that do not listen, and drops their jobs", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 300);
    const { ends } = await run(["hang", "hang 2", "a"], 2, { signal: controller.signal });
    expect(ends).to.deep.equal([undefined, undefined, undefined]);
  });

  it("listens to its signal no longer than it runs", async () => {
    const { signal } = new AbortController();
    await run(["a"], 1, { signal });
    expect(getEventListeners(signal, "abort")).to.deep.equal([]);
  });

  it("starts no thread where there is no job", async () => {
    expect((await run([], 2)).ends).to.deep.equal([]);
  });
});
