import { expect } from "chai";
import { Signal } from "../../../../kernel/threads.ts";
import { LiveWorker, textOf } from "./liveWorker.ts";

const WAIT = "await new Promise(() => {})";
const LISTENING = `await new Promise((resolve) => process.once("SIGINT", () => resolve(0)));\n"ended"`;

describe("the worker of a page", () => {
  let live: LiveWorker;
  beforeEach(async () => {
    live = await LiveWorker.start([
      { id: "a", source: "1" },
      { id: "b", source: "2" },
    ]);
  });
  afterEach(() => live.remove());

  /** Has a cell begin that does not end by itself; what it comes to. */
  const begin = async (cell: string, source: string) => {
    const from = live.told.length;
    const ran = live.run(cell, source);
    await live.next("state", from, ({ state }) => state === "running");
    return { ran };
  };
  const shown = () =>
    live.told.map((message) => (message.type === "state" ? message.state : message.type));

  it("says when it is ready, and shares its memory where it may", async () => {
    const { isolated, signals } = await live.next("ready");
    expect([isolated, signals.length, signals.buffer instanceof SharedArrayBuffer]).to.deep.equal([
      ...[true, 3, true],
    ]);
    const other = await LiveWorker.start([], { isolated: false });
    const ready = await other.next("ready");
    await other.remove();
    expect([ready.isolated, ready.signals.buffer instanceof SharedArrayBuffer]).to.deep.equal([
      ...[false, false],
    ]);
    expect(ready.signals.length).to.equal(3);
  });

  it("tells how a cell goes on, and what it shows and gives, in this order", async () => {
    const { state, seconds, outputs } = await live.run(
      "b",
      'console.log("x");\nconsole.error("y");\nnew Map([[1, 2]])',
    );
    expect(shown()).to.deep.equal([
      ...["ready", "loading", "running", "output", "output", "output", "done"],
    ]);
    expect(state).to.equal("done");
    expect(seconds).to.be.within(0, 60);
    expect(outputs.slice(0, 2)).to.deep.equal([
      { output_type: "stream", name: "stdout", text: "x\n" },
      { output_type: "stream", name: "stderr", text: "y\n" },
    ]);
    expect(outputs[2]).to.deep.include({ output_type: "execute_result", execution_count: 2 });
    expect(textOf(outputs[2])).to.equal("Map(1) { 1 => 2 }");
  });

  it("ends a cell that cannot be compiled, and one that throws, and runs the next", async () => {
    for (const [source, ename, states] of [
      ["1 +", "SyntaxError", ["loading", "output", "failed"]],
      ["null.x", "TypeError", ["loading", "running", "output", "failed"]],
    ] as const) {
      const from = live.told.length;
      const { state, seconds, outputs } = await live.run("a", source);
      expect([state, outputs.length]).to.deep.equal(["failed", 1]);
      expect(outputs[0]).to.include({ output_type: "error", ename });
      expect(seconds).to.be.within(0, 60);
      const told = live.told.slice(from).map((m) => (m.type === "state" ? m.state : m.type));
      expect(told.filter((each) => each !== "ready")).to.deep.equal(states);
    }
    expect((await live.run("b", "2")).state).to.equal("done");
  });

  it("counts the seconds of the run alone", async () => {
    const { seconds } = await live.run("a", "await new Promise((r) => setTimeout(r, 30))");
    expect(seconds).to.be.within(0.02, 60);
  });

  it("tells of displays, their changes and what is cleared", async () => {
    const { outputs } = await live.run(
      "a",
      `const { display } = globalThis[Symbol.for("jupyter.kernel")] as any;
clearOutput(true);
clearOutput();
const shown = { data: { "text/plain": "1" }, metadata: { x: 2 }, transient: { display_id: "3" } };
display(shown);
display(shown, true);
0`,
    );
    const cleared = live.told.filter(({ type }) => type === "clear");
    expect(cleared).to.deep.equal([
      { type: "clear", cell: "a", wait: true },
      { type: "clear", cell: "a", wait: false },
    ]);
    const shown = {
      ...{ data: { "text/plain": "1" }, metadata: { x: 2 }, transient: { display_id: "3" } },
    };
    expect(outputs.slice(0, 2)).to.deep.equal([
      { output_type: "display_data", ...shown },
      { output_type: "update_display_data", ...shown },
    ]);
  });

  it("runs cells one after another", async () => {
    const ran = await Promise.all([
      live.run("a", "await new Promise((r) => setTimeout(r, 50)); console.log('a')"),
      live
        .next("state", 0, ({ state }) => state === "running")
        .then(() => {
          live.post({ type: "datasets" }); // is answered meanwhile
          return live.run("b", "console.log('b')");
        }),
    ]);
    expect(ran.map(({ outputs }) => outputs.map(textOf))).to.deep.equal([["a\n"], ["b\n"]]);
    expect(shown().filter((state) => !/output|datasets/.test(state))).to.deep.equal([
      ...["ready", "loading", "running", "done", "loading", "running", "done"],
    ]);
  });

  it("gives late outputs to the latest cell", async () => {
    await live.run("a", "setTimeout(() => console.log('late'), 20)");
    await live.run("b", "0");
    const { cell } = await live.next("output", 0, ({ output }) => textOf(output) === "late\n");
    expect(cell).to.equal("b");
  });

  it("ends what awaits, and goes on with the next", async () => {
    const { ran } = await begin("a", WAIT);
    live.post({ type: "stop" });
    const { state, outputs } = await ran;
    expect(state).to.equal("failed");
    expect(outputs[0]).to.include({ ename: "KeyboardInterrupt", evalue: "interrupted" });
    expect(textOf((await live.run("b", "2")).outputs[0])).to.equal("2");
  });

  it("lets what listens end by itself, before it ends it", async () => {
    const { ran } = await begin("a", LISTENING);
    live.post({ type: "stop" });
    const { state, outputs } = await ran;
    expect([state, textOf(outputs[0])]).to.deep.equal(["done", "'ended'"]);
    const { ran: deaf } = await begin("a", `process.on("SIGINT", () => {});\n${WAIT}`);
    live.post({ type: "stop" });
    expect((await deaf).outputs[0]).to.include({ ename: "KeyboardInterrupt" });
  });

  it("ends what listens at once where it is stopped again", async () => {
    const { signals } = await live.next("ready");
    const { ran } = await begin("a", `process.on("SIGINT", () => console.log("heard"));\n${WAIT}`);
    live.post({ type: "stop" });
    await live.next("output");
    Atomics.store(signals, Signal.interrupt, 1);
    live.post({ type: "stop" });
    const [heard, ended, ...others] = (await ran).outputs;
    expect([textOf(heard), others]).to.deep.equal(["heard\n", []]);
    expect(ended).to.include({ ename: "KeyboardInterrupt" });
    expect([...signals]).to.deep.equal([0, 0, 0]);
  });

  it("leaves the next cell alone where one has ended before it was to be stopped", async () => {
    const { ran } = await begin("a", LISTENING);
    live.post({ type: "stop" });
    await ran;
    const { state } = await live.run("b", "await new Promise((r) => setTimeout(r, 900))");
    expect(state).to.equal("done");
  });

  it("leaves a cell alone where the page has interrupted what had just ended", async () => {
    const { signals } = await live.next("ready");
    Atomics.store(signals, Signal.interrupt, 1);
    expect((await live.run("b", "for (const _ of [1, 2]);")).state).to.equal("done");
  });

  it("does not begin a cell that is stopped while it is loaded", async () => {
    const running = live.run("a", "console.log('ran')");
    live.post({ type: "stop" });
    await live.next("state", 0, ({ state }) => state === "loading");
    live.post({ type: "stop" });
    const { state, outputs } = await running;
    if (state === "failed") expect(outputs[0]).to.include({ ename: "KeyboardInterrupt" });
    else expect(outputs.map(textOf)).to.deep.equal(["ran\n"]); // it was too quick
    expect((await live.run("a", "1")).state).to.equal("done");
  });

  it("is not stopped at rest, nor asked to", async () => {
    const { signals } = await live.next("ready");
    for (const source of ["1;", `process.on("SIGINT", () => console.log("heard"));`]) {
      await live.run("a", source);
      const from = live.told.length;
      live.post({ type: "stop" });
      live.post({ type: "datasets" });
      await live.next("datasets", from);
      expect([...signals], source).to.deep.equal([0, 0, 0]);
      expect(live.told.length - from, source).to.equal(1);
      expect((await live.run("b", "2")).state).to.equal("done");
    }
  });

  it("takes files, and lists what is kept", async () => {
    live.post({ type: "data", file: { name: "x.gz" } as File });
    expect((await live.next("kept")).text).to.equal("x.gz is kept.");
    live.post({ type: "forget", dataset: "MNIST" });
    live.post({ type: "datasets" });
    const { kept } = await live.next("datasets");
    expect(kept.map(({ name, files }) => `${name} ${files}`)).to.deep.equal([
      ...["MNIST ", "CIFAR-10 c.gz"],
    ]);
  });
});
