import { expect } from "chai";
import { LiveWorker } from "./liveWorker.ts";

describe("the data files of a page's worker", () => {
  let live: LiveWorker;
  before(async () => {
    live = await LiveWorker.start([]);
  });
  after(() => live.remove());

  it("are taken, listed and forgotten", async () => {
    live.post({ type: "data", file: { name: "x.gz" } as File });
    expect(await live.next("kept")).to.deep.equal({
      ...{ type: "kept", name: "x.gz", ok: true, text: "x.gz is kept." },
    });
    live.post({ type: "data", file: { name: "bad.gz" } as File });
    expect(await live.next("kept", 0, ({ ok }) => !ok)).to.deep.equal({
      ...{ type: "kept", name: "bad.gz", ok: false, text: "bad.gz is of no dataset." },
    });
    const kept = async () => {
      const from = live.told.length;
      live.post({ type: "datasets" });
      return (await live.next("datasets", from)).kept.map(({ name, files }) => `${name} ${files}`);
    };
    expect(await kept()).to.deep.equal(["MNIST a.gz,b.gz", "CIFAR-10 c.gz"]);
    live.post({ type: "forget", dataset: "MNIST" });
    expect(await kept()).to.deep.equal(["MNIST ", "CIFAR-10 c.gz"]);
    live.post({ type: "forget" });
    expect(await kept()).to.deep.equal(["MNIST ", "CIFAR-10 "]);
  });
});
