import { setImmediate as turn } from "node:timers/promises";
import { expect } from "chai";
import { connect } from "../../kernel/cells/outlet.ts";
import { failInterrupted, type Runner, run } from "../../kernel/cells/run.ts";
import { type FromCells, Signal } from "../../kernel/threads.ts";

describe("The kernel's run of a cell", () => {
  const signals = new Int32Array(3);
  let told: FromCells[] = [];
  beforeEach(() => {
    told = [];
    signals.fill(0);
    connect({ signals, tell: (message) => told.push(message) });
  });
  after(() => connect({ signals: new Int32Array(3), tell() {} }));

  const begin = (start: Runner["start"], isAsync = false) =>
    run({ names: [], isAsync }, { prepare() {}, start });
  const seen = () =>
    told.map((each) =>
      each.kind === "done" ? `done ${each.failure?.ename ?? "well"}` : each.kind,
    );

  it("tells that it has ended, once, after what is due", async () => {
    begin(() => setImmediate(() => told.push({ kind: "pong" })));
    expect(told).to.deep.equal([]);
    await turn();
    expect(seen()).to.deep.equal(["pong", "done well"]);
    failInterrupted();
    expect(told).to.have.length(2);
  });

  it("leaves a cell that an interrupt finds at its end to it, with the cell's own outcome", async () => {
    begin(() => Atomics.store(signals, Signal.interrupt, 1));
    await turn();
    expect(told).to.deep.equal([]);
    failInterrupted();
    expect(seen()).to.deep.equal(["done well"]);
  });

  it("fails a cell that is interrupted, and hears no more of it", async () => {
    let end = () => {};
    begin(() => new Promise<void>((resolve) => (end = resolve)), true);
    failInterrupted();
    expect(seen()).to.deep.equal(["done KeyboardInterrupt"]);
    begin(() => new Promise(() => {}), true);
    end();
    await turn();
    await turn();
    expect(told).to.have.length(1);
    failInterrupted();
    expect(seen()).to.deep.equal(["done KeyboardInterrupt", "done KeyboardInterrupt"]);
  });
});
