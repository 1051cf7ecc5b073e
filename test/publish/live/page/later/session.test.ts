import { expect } from "chai";
import type { PageCell } from "../../../../../publish/live/page/cell.ts";
import { Session } from "../../../../../publish/live/page/later/session.ts";
import { withFakeTimers } from "../../fakeTimers.ts";
import { FakeWorker, withFakeWorkers } from "../../fakeWorker.ts";
import { inPage } from "../../inPage.ts";
import { bodyOf, type FakePage, fakePage, statusOf } from "../fakePage.ts";

describe("the runs of a page's cells", () => {
  const window = inPage(bodyOf({ a: "1", b: "2", c: "3" }));
  withFakeWorkers();
  withFakeTimers();
  let page: FakePage;
  let session: Session;
  let [a, b, c]: PageCell[] = [];
  let scrolled: string[];
  beforeEach(() => {
    page = fakePage();
    session = new Session(page);
    [a, b, c] = page.cells;
    scrolled = [];
    window.Element.prototype.scrollIntoView = function (options) {
      scrolled.push(`${this.id} ${JSON.stringify(options)}`);
    };
  });

  /** What the latest worker was told since its start. */
  const heard = () => FakeWorker.made.at(-1)?.heard.slice(1);
  const say = (message: object) => FakeWorker.made.at(-1)?.say(message);
  const output = (cell: string, text: string) =>
    say({ type: "output", cell, output: { output_type: "stream", name: "stdout", text } });
  const turn = () => new Promise(setImmediate);
  /** The running cell ends. */
  const end = async (cell: string, state = "done", seconds = 1.25) => {
    say({ type: "state", cell, state, seconds });
    await turn();
  };
  const states = () => page.cells.map(({ state }) => state);
  const statuses = () => page.cells.map(({ section }) => statusOf(section));
  const run = (cell: string, source: string) => ({ type: "run", cell, source });

  it("take a cell as it is shown, and tell how it stands and how long it took", async () => {
    const ran = session.run(a);
    expect(heard()).to.deep.equal([run("a", "1")]);
    expect([a.state, statusOf(a.section)]).to.deep.equal(["loading", "loading"]);
    say({ type: "state", cell: "a", state: "running" });
    expect([a.state, statusOf(a.section)]).to.deep.equal(["running", "running"]);
    expect(page.asked).to.deep.equal(["running"]);
    await end("a");
    expect(await ran).to.equal(true);
    expect([a.state, statusOf(a.section)]).to.deep.equal(["done", "ran in 1.3 s"]);
    expect(page.asked).to.deep.equal(["running", "at rest"]);
    expect(statusOf(page.bar.element)).to.equal("");
  });

  it("show the outputs of the cell that runs alone", async () => {
    void session.run(a);
    output("a", "first\n");
    output("b", "other\n");
    expect([a.live.textContent, b.live.textContent]).to.deep.equal(["first\n", ""]);
    say({ type: "clear", cell: "a", wait: true });
    expect(a.live.textContent).to.equal("first\n");
    output("a", "second\n");
    expect(a.live.textContent).to.equal("second\n");
    say({ type: "clear", cell: "a", wait: false });
    expect(a.live.textContent).to.equal("");
    say({ type: "state", cell: "b", state: "failed", seconds: 1 });
    expect(a.isBusy).to.equal(true);
    await end("a");
    output("a", "late");
    expect(a.live.textContent).to.equal("");
  });

  it("take the place of the published outputs, also where there are none", async () => {
    const published = a.section.querySelector<HTMLElement>(":scope > .output");
    void session.run(a);
    say({ type: "state", cell: "a", state: "running" });
    expect(published?.hidden).to.equal(false);
    await end("a");
    expect(published?.hidden).to.equal(true);
  });

  it("wait for one another, each once", async () => {
    const first = session.run(a);
    const second = session.run(b);
    expect(await session.run(a)).to.equal(false);
    expect(await session.run(b)).to.equal(false);
    expect([b.state, statusOf(b.section)]).to.deep.equal([
      "waiting",
      "waits for the cell that runs",
    ]);
    expect(heard()).to.have.length(1);
    b.edit("20");
    await end("a");
    expect(heard()).to.deep.equal([run("a", "1"), run("b", "20")]);
    await end("b");
    expect(await Promise.all([first, second])).to.deep.equal([true, true]);
    expect(statusOf(b.section)).to.equal("ran in 1.3 s, as edited");
    void session.run(a);
    expect(heard()).to.have.length(3);
  });

  it("tell of an edit that came while the cell ran", async () => {
    a.edit("10");
    void session.run(a);
    a.edit("11");
    await end("a");
    expect(statusOf(a.section)).to.equal("ran in 1.3 s; edited since");
  });

  it("tell how a cell has ended otherwise", async () => {
    const failing = session.run(a);
    await end("a", "failed", 0.31);
    expect([await failing, a.state, statusOf(a.section)]).to.deep.equal([
      ...[false, "failed", "failed after 0.3 s"],
    ]);
    void session.run(a);
    await end("a", "failed", Number.NaN);
    expect(statusOf(a.section)).to.equal("failed");
    for (const [seconds, text] of [
      [2, "stopped after 2.0 s"],
      [Number.NaN, "stopped"],
    ] as const) {
      const stopped = session.run(a);
      session.stop();
      expect(heard()?.at(-1)).to.deep.equal({ type: "stop" });
      await end("a", "failed", seconds);
      expect([await stopped, a.state, statusOf(a.section)]).to.deep.equal([false, "stopped", text]);
    }
    void session.run(a);
    await end("a", "failed", 1);
    expect(a.state).to.equal("failed"); // the stop before is not its own
  });

  it("do not stop where nothing runs, and drop what waits where something does", async () => {
    session.stop();
    expect(FakeWorker.made).to.deep.equal([]);
    void session.run(a);
    const waiting = [session.run(b), session.run(c)];
    session.stop();
    expect(await Promise.all(waiting)).to.deep.equal([false, false]);
    expect(states()).to.deep.equal(["loading", "", ""]);
    expect(statuses()).to.deep.equal(["loading", "not run", "not run"]);
    await end("a", "failed");
    expect(heard()).to.deep.equal([run("a", "1"), { type: "stop" }]);
    expect(page.asked).to.deep.equal(["running", "at rest"]);
  });

  it("go through all cells, and say at which they are", async () => {
    const all = session.runAll();
    void session.runAll(); // has begun
    await session.run(a);
    for (const [i, id] of ["a", "b", "c"].entries()) {
      expect(statusOf(page.bar.element)).to.equal(`Cell ${i + 1} of 3`);
      await end(id);
    }
    await all;
    expect(statusOf(page.bar.element)).to.equal("All 3 cells have run.");
    expect(heard()).to.deep.equal([run("a", "1"), run("b", "2"), run("c", "3")]);
    void session.run(c);
    expect(statusOf(page.bar.element)).to.equal("All 3 cells have run.");
    await end("c");
    void session.runAll();
    expect(statusOf(page.bar.element)).to.equal("Cell 1 of 3");
  });

  it("end with a cell that fails, and show it", async () => {
    const all = session.runAll();
    await end("a");
    await end("b", "failed");
    await all;
    expect(statusOf(page.bar.element)).to.equal("Cell 2 failed.");
    expect(scrolled).to.deep.equal(['cell-b {"block":"nearest"}']);
    expect(states()).to.deep.equal(["done", "failed", ""]);
    void session.runAll();
    expect(states()).to.deep.equal(["loading", "failed", ""]);
  });

  it("end with a stop, and say where", async () => {
    const all = session.runAll();
    await end("a");
    session.stop();
    await end("b", "failed");
    await all;
    expect(statusOf(page.bar.element)).to.equal("Stopped at cell 2.");
    expect(scrolled).to.deep.equal([]);
    expect(heard()).to.deep.equal([run("a", "1"), run("b", "2"), { type: "stop" }]);
  });

  it("end with a stop that comes too late for the cell", async () => {
    const all = session.runAll();
    session.stop();
    await end("a");
    await all;
    expect(statusOf(page.bar.element)).to.equal("Stopped at cell 2.");
    expect(states()).to.deep.equal(["done", "", ""]);
  });

  it("offer to run the cells above that have not run", async () => {
    void session.run(b);
    await end("b");
    void session.run(c);
    await end("c", "failed");
    expect(statusOf(c.section)).to.equal("failed after 1.3 s; cells above have not run");
    expect(b.live.querySelectorAll("button")).to.have.length(1);
    const button = c.live.querySelector("button");
    expect(button?.textContent).to.equal("Run the cells above, then this one");
    button?.click();
    await end("a");
    await end("c");
    expect(heard()).to.deep.equal([run("b", "2"), run("c", "3"), run("a", "1"), run("c", "3")]);
    expect(statusOf(page.bar.element)).to.equal("");
    expect(statusOf(c.section)).to.equal("ran in 1.3 s");
    expect(c.live.querySelectorAll("button")).to.have.length(0);
  });

  it("offer nothing of the kind to the first cell, nor while all run", async () => {
    void session.run(a);
    await end("a", "failed");
    expect(statusOf(a.section)).to.equal("failed after 1.3 s");
    void session.runAll();
    await end("a");
    await end("b");
    expect(statusOf(b.section)).to.equal("ran in 1.3 s");
  });

  it("are stale after a restart, which ends the worker", async () => {
    void session.run(a);
    await end("a");
    void session.run(b);
    await end("b", "failed");
    void session.run(c);
    session.restart();
    await turn();
    expect(FakeWorker.made[0].isEnded).to.equal(true);
    expect(states()).to.deep.equal(["stale", "failed", "stopped"]);
    expect(statusOf(a.section)).to.equal("ran before the restart");
    void session.run(a);
    expect(heard()).to.deep.equal([run("a", "1")]);
    expect(FakeWorker.made).to.have.length(2);
  });

  it("leave files and datasets to the worker, and take its answers in their order", async () => {
    const [x, y] = [new File(["x"], "x.gz"), new File(["y"], "y.gz")];
    const kept = [session.keep(x), session.keep(y)];
    expect(heard()).to.deep.equal([
      { type: "data", file: x },
      { type: "data", file: y },
    ]);
    const answers = ["x.gz", "y.gz"].map((name) => ({ type: "kept", name, ok: true, text: name }));
    for (const answer of answers) say(answer);
    expect(await Promise.all(kept)).to.deep.equal(answers);
    say(answers[0]); // nobody has asked
    const datasets = [session.datasets(), session.datasets("MNIST")];
    expect(heard()?.slice(2)).to.deep.equal([
      { type: "datasets" },
      { type: "forget", dataset: "MNIST" },
      { type: "datasets" },
    ]);
    const first = [{ name: "MNIST", files: ["x.gz"], missing: [] }];
    say({ type: "datasets", kept: first });
    say({ type: "datasets", kept: [] });
    expect(await Promise.all(datasets)).to.deep.equal([first, []]);
    expect(page.asked).to.deep.equal([]);
  });
});
