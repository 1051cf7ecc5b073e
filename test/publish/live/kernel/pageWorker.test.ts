import { expect } from "chai";
import type { FromWorker } from "../../../../publish/live/messages.ts";
import { LiveWorker, textOf } from "./liveWorker.ts";

type Thread = Extract<FromWorker, { type: "thread" }>;

describe("the workers that cells of a page start", () => {
  let live: LiveWorker;
  let thread: Thread;
  let heard: unknown[];
  beforeEach(async () => {
    live = await LiveWorker.start([]);
    await live.run(
      "a",
      `const worker = new Worker(new URL("https://a.org/w.js"), { type: "module" });
worker.onmessage = ({ data }) => console.log("heard", data);
worker.addEventListener("message", ({ type }) => console.log(type));
worker.onerror = (event) => console.log(event.type, event.message);`,
    );
    thread = await live.next("thread");
    heard = [];
    thread.port.onmessage = ({ data }) => heard.push(data);
  });
  afterEach(async () => {
    thread.port.close();
    await live.remove();
  });
  const printed = async (text: string) => {
    await live.next("output", 0, ({ output }) => textOf(output) === text);
  };

  it("are asked of the page, with their scripts", () => {
    expect([thread.script, thread.options]).to.deep.equal([
      ...["https://a.org/w.js", { type: "module" }],
    ]);
  });

  it("say what they say to the page", async () => {
    thread.port.postMessage({ message: [1, 2] });
    await printed("heard [ 1, 2 ]\n");
    await printed("message\n");
    thread.port.postMessage({ error: "broken" });
    await printed("error broken\n");
  });

  it("hear what cells say, and are ended by them", async () => {
    await live.run("b", "worker.postMessage({ x: 1 }); worker.terminate();");
    while (heard.length < 2) await new Promise((resolve) => setTimeout(resolve, 2));
    expect(heard).to.deep.equal([{ message: { x: 1 } }, "end"]);
  });

  it("may be heard by nobody", async () => {
    await live.run("b", "worker.onmessage = worker.onerror = null; 0;");
    thread.port.postMessage({ error: "unheard" });
    thread.port.postMessage({ message: 1 });
    await printed("message\n");
    const all = live.told.flatMap((each) => (each.type === "output" ? [textOf(each.output)] : []));
    expect(all.filter((text) => text?.includes("heard"))).to.deep.equal([]);
  });
});
