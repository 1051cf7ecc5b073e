import { expect } from "chai";
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
      thread.postMessage({ cmd: "load" });
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
});
