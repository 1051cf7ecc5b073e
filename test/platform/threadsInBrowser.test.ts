import { expect } from "chai";
import { isThread, serve, startsAtOnce, startThread } from "../../lib/platform/threadsInBrowser.ts";

describe("a thread of a page", () => {
  const own = Object.getOwnPropertyDescriptor(globalThis, "Worker");
  let made: FakeWorker[];
  let heard: unknown[];
  class FakeWorker {
    onmessage = (_event: object) => {};
    onerror = (_event: object) => {};
    readonly started: unknown[];
    readonly posted: unknown[] = [];
    ends = 0;
    constructor(...started: unknown[]) {
      this.started = started;
      made.push(this);
    }
    postMessage(message: unknown) {
      this.posted.push(message);
    }
    terminate() {
      this.ends++;
    }
  }
  beforeEach(() => {
    [made, heard] = [[], []];
    Object.defineProperty(globalThis, "Worker", { configurable: true, value: FakeWorker });
  });
  after(() => {
    if (own) Object.defineProperty(globalThis, "Worker", own);
    else Reflect.deleteProperty(globalThis, "Worker");
  });

  const script = new URL("https://a.org/thread.js");
  const start = () => {
    const thread = startThread(script, "data", {
      message: (message) => heard.push(message),
      died: (reason) => heard.push(reason),
    });
    return { thread, worker: made[0] };
  };

  it("is a module's worker, which gets its data before all messages", () => {
    const { thread, worker } = start();
    thread.post("one");
    expect(worker.started).to.deep.equal([script, { type: "module", name: "lib-thread" }]);
    expect(worker.posted).to.deep.equal(["data", "one"]);
    worker.onmessage({ data: "answer" });
    expect(heard).to.deep.equal(["answer"]);
    expect(worker.ends).to.equal(0);
  });

  it("knows itself by its name; and does not start while its page waits", async () => {
    const name = Object.getOwnPropertyDescriptor(globalThis, "name");
    Object.defineProperty(globalThis, "name", { configurable: true, value: "lib-thread" });
    try {
      const again = new URL("../../lib/platform/threadsInBrowser.ts?again", import.meta.url);
      expect([isThread, (await import(again.href)).isThread]).to.deep.equal([false, true]);
    } finally {
      if (name) Object.defineProperty(globalThis, "name", name);
      else Reflect.deleteProperty(globalThis, "name");
    }
    expect(startsAtOnce).to.equal(false);
  });

  it("is ended by its error, of which the page's own handlers hear nothing", () => {
    const { worker } = start();
    let prevented = 0;
    for (const message of ["too deep", ""]) {
      worker.onerror({ message, preventDefault: () => prevented++ });
    }
    expect(heard).to.deep.equal([
      "its worker thread died: too deep",
      "its worker thread died: its script could not be loaded",
    ]);
    expect([prevented, worker.ends]).to.deep.equal([2, 2]);
  });

  it("ends when it is told so, and says it", async () => {
    const { thread, worker } = start();
    await thread.end();
    expect([heard, worker.ends]).to.deep.equal([["its worker thread was ended"], 1]);
  });

  it("answers with what it was started with, and throws where nobody catches it", async () => {
    const { setTimeout } = globalThis;
    const later: (() => void)[] = [];
    const answers: unknown[] = [];
    Object.assign(globalThis, { postMessage: (answer: unknown) => answers.push(answer) });
    Object.assign(globalThis, { setTimeout: (work: () => void) => later.push(work) });
    try {
      serve(async (message: string, data: string, tell) => {
        if (message === "die") throw new Error("lost");
        tell(`${data} ${message}`);
      });
      const { onmessage }: { onmessage?: (event: object) => Promise<void> } = Object(globalThis);
      for (const data of ["data", "one", "die"]) await onmessage?.({ data });
    } finally {
      Object.assign(globalThis, { setTimeout });
      for (const name of ["postMessage", "onmessage"]) Reflect.deleteProperty(globalThis, name);
    }
    expect(answers).to.deep.equal(["data one"]);
    expect(later).to.have.length(1);
    expect(later[0]).to.throw("lost");
  });
});
