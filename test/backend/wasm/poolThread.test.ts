import { expect } from "chai";
import { PoolThread } from "../../../lib/backend/wasm/poolThread.ts";

/** A thread of this script, and what it says. */
function threadOf(script: string) {
  const thread = new PoolThread(URL.createObjectURL(new Blob([script])));
  const told: unknown[] = [];
  const waiting: (() => void)[] = [];
  const tell = (message: unknown) => {
    told.push(message);
    for (const go of waiting.splice(0)) go();
  };
  const hears = async (count: number) => {
    while (told.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
  };
  return { thread, told, tell, hears };
}

/** Says that it is loaded, runs the factory, and answers what comes then. */
const ECHO = `
  const { parentPort } = require("worker_threads");
  parentPort.on("message", (message) => {
    if (message.cmd === "load") {
      importScripts(message.urlOrBlob);
      parentPort.postMessage({ cmd: "loaded" });
    } else if (message.cmd === "fail") throw new Error("failed");
    else parentPort.postMessage({ ...message, factory: globalThis.made });
  });`;

describe("a thread of TensorFlow.js's pool in Node", () => {
  const load = { cmd: "load", urlOrBlob: new Blob(["globalThis.made = typeof require$$0"]) };

  it("is loaded at once, starts when it is to run, and says what its script says", async () => {
    const { thread, told, tell, hears } = threadOf(ECHO);
    thread.on("message", tell);
    thread.postMessage(load as never);
    expect(told).to.deep.equal([{ cmd: "loaded" }]);
    thread.postMessage({ cmd: "run" });
    await hears(2);
    thread.postMessage({ cmd: "again" });
    await hears(3);
    thread.terminate();
    expect(told.slice(1)).to.deep.equal([
      { cmd: "run", factory: "object" },
      { cmd: "again", factory: "object" },
    ]);
  });

  it("tells of an error to who listens for errors", async () => {
    const { thread, told, tell, hears } = threadOf(ECHO);
    thread.on("error", tell);
    thread.postMessage(load as never);
    thread.postMessage({ cmd: "fail" });
    await hears(1);
    expect(told.map(String)).to.deep.equal(["Error: failed"]);
    thread.terminate();
  });

  it("takes the script's URL back, and can end before it has started", async () => {
    const url = URL.createObjectURL(new Blob([ECHO]));
    new PoolThread(url).terminate();
    expect(() => new PoolThread(url)).to.throw(TypeError, `the script ${url} is not the URL`);
  });
});
