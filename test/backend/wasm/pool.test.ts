import { resolveObjectURL } from "node:buffer";
import os from "node:os";
import { expect } from "chai";
import { prepareNode } from "../../../lib/backend/wasm/inNode.ts";
import { withoutPool } from "../../../lib/backend/wasm/poolInBrowser.ts";
import { PoolThread } from "../../../lib/backend/wasm/poolThread.ts";

describe("what TensorFlow.js takes for the threads of its pool", () => {
  it("are in a browser none that run: they say that they are loaded", async () => {
    const before = Object.getOwnPropertyDescriptor(globalThis, "Worker");
    const script = URL.createObjectURL(new Blob([""]));
    const said = await withoutPool(async () => {
      const thread = new Worker(script);
      const answer = new Promise((resolve) => {
        thread.onmessage = ({ data }) => resolve(data);
      });
      expect(() => thread.postMessage({ cmd: "run" })).to.throw(
        "a thread of TensorFlow.js's pool was asked to run",
      );
      expect(resolveObjectURL(script)).not.to.equal(undefined);
      thread.postMessage({ cmd: "load" });
      expect(resolveObjectURL(script)).to.equal(undefined);
      thread.terminate();
      return answer;
    });
    expect(said).to.deep.equal({ cmd: "loaded" });
    expect(Object.getOwnPropertyDescriptor(globalThis, "Worker")).to.deep.equal(before);
  });

  it("have a script that a Blob keeps", () => {
    expect(() => new PoolThread("blob:nodedata:none")).to.throw(
      TypeError,
      "PoolThread: the script blob:nodedata:none is not the URL of a Blob",
    );
  });

  it("leave a Worker, cores and listeners that there were, whatever comes of the start", async () => {
    const before = Object.getOwnPropertyDescriptor(globalThis, "Worker");
    const own = { configurable: true, value: class {} };
    const { cpus } = os;
    const program: NodeJS.EventEmitter = process;
    const [kept, added] = [() => {}, () => {}];
    const events = ["uncaughtException", "unhandledRejection"] as const;
    for (const event of events) program.on(event, kept);
    try {
      Object.defineProperty(globalThis, "Worker", own);
      const failed = withoutPool(() => Promise.reject(new Error("failed")));
      expect(await failed.catch(String)).to.equal("Error: failed");
      expect(Worker).to.equal(own.value);
      const restore = prepareNode();
      expect([Worker, os.cpus().length]).to.deep.equal([PoolThread, 16]);
      for (const event of events) program.on(event, added);
      restore();
      expect([Worker, os.cpus]).to.deep.equal([own.value, cpus]);
      for (const event of events) {
        expect(program.listeners(event)).to.include(kept).and.not.include(added);
      }
    } finally {
      os.cpus = cpus;
      Reflect.deleteProperty(globalThis, "Worker");
      if (before) Object.defineProperty(globalThis, "Worker", before);
      for (const event of events) program.off(event, kept).off(event, added);
    }
  });
});
