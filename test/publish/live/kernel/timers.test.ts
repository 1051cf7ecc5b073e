import { expect } from "chai";
import { LiveWorker, textOf } from "./liveWorker.ts";

describe("the timers of a page's cells", () => {
  let live: LiveWorker;
  before(async () => {
    live = await LiveWorker.start([]);
  });
  after(() => live.remove());
  const printed = async (source: string) =>
    (await live.run("x", source)).outputs.map(textOf).join("");

  it("call back with their arguments, in their order", async () => {
    expect(
      await printed(`await new Promise<void>((resolve) => {
  setTimeout((...args) => { console.log("timeout", ...args); resolve(); }, 20, 1, 2);
  setImmediate((...args: unknown[]) => console.log("immediate", ...args), 3, 4);
});`),
    ).to.equal("immediate 3 4\ntimeout 1 2\n");
    expect(
      await printed(`await new Promise<void>((resolve) => {
  let count = 0;
  const timer = setInterval((x) => { console.log(x, ++count); if (count === 2) { clearInterval(timer); resolve(); } }, 1, "x");
});`),
    ).to.equal("x 1\nx 2\n");
  });

  it("can be cleared", async () => {
    expect(
      await printed(`const timer = setTimeout(() => console.log("no"), 1);
clearTimeout(timer);
const first = setImmediate(() => console.log("no"));
const second = setImmediate(() => console.log("yes"));
clearImmediate(first);
await new Promise((resolve) => setTimeout(resolve, 30));
clearImmediate(second);
console.log(first === second);`),
    ).to.equal("yes\nfalse\n");
  });

  it("fire no more after an interrupt", async () => {
    const from = live.told.length;
    const ran = live.run(
      "x",
      `setInterval(() => console.log("tick"), 5);
setTimeout(() => console.log("late"), 400);
await new Promise(() => {});`,
    );
    await live.next("output", from);
    live.post({ type: "stop" });
    await ran;
    const since = live.told.length;
    await live.run("x", "await new Promise((resolve) => setTimeout(resolve, 600))");
    expect(live.told.slice(since).filter(({ type }) => type === "output")).to.deep.equal([]);
  });
});
