import { expect } from "chai";
import { Limit } from "../../../lib/cifar/checks/scripted.ts";

describe("the limit of a student's function", () => {
  const { setTimeout, clearTimeout } = globalThis;
  let cleared: unknown[];
  beforeEach(() => {
    cleared = [];
    const clear = (timer: unknown) => cleared.push(timer);
    Object.assign(globalThis, { setTimeout: () => "timer", clearTimeout: clear });
  });
  afterEach(() => {
    Object.assign(globalThis, { setTimeout, clearTimeout });
  });

  /** Makes so many calls, each of which it waits for, unless it is stopped. */
  const run = async (calls: number) => {
    const limit = new Limit(2);
    let made = 0;
    const ending = await limit.run(async () => {
      for (; made < calls; made++) await limit.count();
    });
    return [ending, made];
  };

  it("lets it end that makes no more calls, and needs no time to stop another", async () => {
    expect(await run(0)).deep.equal(["returned", 0]);
    expect(await run(2)).deep.equal(["returned", 2]);
    expect(await run(3)).deep.equal(["stopped", 2]);
    expect(cleared).deep.equal(["timer", "timer", "timer"]);
  });

  it("counts one as stopped that has gone past it, however it ends", async () => {
    const limit = new Limit(2);
    const ending = await limit.run(() => {
      for (let i = 0; i < 3; i++) void limit.count();
      throw new Error("too late");
    });
    expect(ending).equal("stopped");
  });

  it("throws at the call that is a thousand past it", () => {
    const limit = new Limit(2);
    for (let i = 0; i < 1002; i++) {
      limit.refuse();
      void limit.count();
    }
    limit.refuse();
    void limit.count();
    expect(() => limit.refuse()).throw("the check has stopped this run");
  });
});
