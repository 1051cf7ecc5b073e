import { expect } from "chai";
import { LiveWorker } from "./liveWorker.ts";

describe("who listens to the process of a page", () => {
  let live: LiveWorker;
  before(async () => {
    live = await LiveWorker.start([]);
  });
  after(() => live.remove());

  /** What listeners note, and what statements give. */
  const noted = (statements: string) =>
    live.value(`(() => {
  const process = globalThis.process as any;
  const heard: unknown[] = [];
  const [a, b] = ["a", "b"].map((name) => (...args: unknown[]) => heard.push([name, ...args].join(" ")));
  ${statements}
  for (const listener of [a, b]) while (process.listenerCount("e") && heard.length < 50) {
    const before = process.listenerCount("e");
    process.off("e", listener);
    if (process.listenerCount("e") === before) break;
  }
  return [...heard, process.listenerCount("e")];
})()`);

  it("hears what is emitted, in the order of their coming", async () => {
    expect(
      await noted(`process.on("e", a); process.prependListener("e", b); process.on("other", a);
  heard.push(process.listenerCount("e"), process.emit("e", 1, 2));`),
    ).to.deep.equal(["b 1 2", "a 1 2", 2, true, 0]);
  });

  it("is told nothing of the machine", async () => {
    expect(await live.value("[process.env, process.argv]")).to.deep.equal([{}, []]);
  });

  it("may be nobody, or one alone", async () => {
    expect(await live.value('process.listenerCount("never heard of")')).to.equal(0);
    expect(await noted('heard.push(process.emit("e"), process.listenerCount("e"));')).to.deep.equal(
      [false, 0, 0],
    );
    expect(await noted('process.on("e", a); heard.push(process.emit("e"));')).to.deep.equal([
      ...["a", true, 0],
    ]);
  });

  it("hears once what is to be heard once, also where others come meanwhile", async () => {
    expect(
      await noted(`process.once("e", a); process.on("e", b);
  process.emit("e", 1); process.emit("e", 2);`),
    ).to.deep.equal(["a 1", "b 1", "b 2", 0]);
  });

  it("can leave, before it has heard what is to be heard once, too", async () => {
    for (const off of ["off", "removeListener"]) {
      expect(
        await noted(`process.once("e", a); process.on("e", b); process.${off}("e", a);
  process.emit("e"); process.${off}("e", b); heard.push(process.emit("e"));
  process.${off}("e", a); process.${off}("never", a);`),
        off,
      ).to.deep.equal(["b", false, 0]);
    }
  });
});
