import { setTimeout } from "node:timers/promises";
import { expect } from "chai";
import { JobThread } from "../../../lib/cifar/gridSearch/jobThread.ts";

/** Says that a job has begun; then it hangs, or tells and ends. */
const script = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from "node:worker_threads";
    parentPort.on("message", (job) => {
      parentPort.postMessage({ begun: true });
      if (job === "hang") for (;;);
      parentPort.postMessage({ update: job });
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
});
