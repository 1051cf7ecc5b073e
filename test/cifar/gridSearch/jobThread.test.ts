import { setTimeout } from "node:timers/promises";
import { expect } from "chai";
import { JobThread } from "../../../lib/cifar/gridSearch/jobThread.ts";

/** Says that a job has begun; then it hangs, or tells and ends. */
const script = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from "node:worker_threads";
    parentPort.on("message", (job) => {
      if (job === "never begin") return;
      parentPort.postMessage({ begun: true });
      if (job === "hang") for (;;);
      parentPort.postMessage({ update: job });
      if (job === "tell and hang") for (;;);
      parentPort.postMessage({ result: job + " done" });
    });`)}`,
);

describe("a thread for jobs", () => {
  const updates: string[] = [];
  const options = { onUpdate: (update: string) => updates.push(update), timeout: 0.1 };
  let thread: JobThread<string, string>;
  beforeEach(() => {
    updates.length = 0;
    thread = new JobThread<string, string>(script, undefined);
  });
  afterEach(() => thread.end());

  it("stays as long as it likes between two jobs, whatever the timeout of a job", async () => {
    expect(await thread.run("a", options)).to.deep.equal({ result: "a done" });
    await setTimeout(300);
    expect(thread.alive).to.equal(true);
    expect(await thread.run("b", options)).to.deep.equal({ result: "b done" });
    expect(updates).to.deep.equal(["a", "b"]);
  });

  it("is ended when a job reports nothing any more", async () => {
    const end = await thread.run("hang", options);
    expect(end).to.deep.include({ died: "it reported nothing for 0.1 s", hung: true });
    expect(thread.alive).to.equal(false);
  });

  it("takes a job that may take any time", async () => {
    const { onUpdate } = options;
    expect(await thread.run("a", { onUpdate })).to.deep.equal({ result: "a done" });
  });

  describe("by the clock", () => {
    const { setInterval, clearInterval } = globalThis;
    const { now } = performance;
    let clock: number;
    let watches: [look: (seconds: number) => void, pause: number, seconds: number][];
    let cleared: unknown[];
    let ends: number[];
    beforeEach(() => {
      clock = 1000;
      [watches, cleared, ends] = [[], [], []];
      performance.now = () => clock;
      Object.assign(globalThis, {
        setInterval: (...watch: (typeof watches)[number]) => watches.push(watch),
        clearInterval: (watch: unknown) => cleared.push(watch),
      });
      const end = thread.end.bind(thread);
      thread.end = () => {
        ends.push(clock);
        return end();
      };
    });
    afterEach(() => {
      performance.now = now;
      Object.assign(globalThis, { setInterval, clearInterval });
    });

    /** Looks at these times, in milliseconds. */
    const lookAt = (...times: number[]) => {
      const [[look, , seconds]] = watches;
      for (clock of times) look(seconds);
    };

    it("may take a minute beside its timeout until the job begins", async () => {
      const ended = thread.run("never begin", { ...options, timeout: 2 });
      lookAt(62_999, 63_000);
      const died = "it reported nothing for 2 s";
      expect(await ended).to.deep.equal({ died, hung: true, seconds: 62 });
      expect(ends).to.deep.equal([63_000]);
      expect(cleared).to.deep.equal([1]);
    });

    it("may be silent for its timeout, looked at four times in it, or each second", async () => {
      const told = new Promise((onUpdate) => {
        void thread.run("tell and hang", { onUpdate, timeout: 2 });
      });
      clock = 5000;
      await told;
      lookAt(6999, 7000);
      expect(ends).to.deep.equal([7000]);
      await thread.end();
      thread = new JobThread<string, string>(script, undefined);
      void thread.run("a", { ...options, timeout: 8 });
      expect(watches.map(([, pause]) => pause)).to.deep.equal([500, 1000]);
    });
  });
});
