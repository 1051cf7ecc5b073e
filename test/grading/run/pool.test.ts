import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { Executor } from "../../../grading/run/executor.ts";
import { inPool } from "../../../grading/run/pool.ts";

describe("a pool of executors", () => {
  const { end } = Executor.prototype;
  let ended: Executor[];
  beforeEach(() => {
    ended = [];
    Executor.prototype.end = async function () {
      await sleep(5);
      ended.push(this);
    };
  });
  afterEach(() => {
    Executor.prototype.end = end;
  });

  /** Works for as many milliseconds as an item says; fails for what is negative. */
  async function run(items: number[], size: number) {
    const begun: number[] = [];
    const executors = new Set<Executor>();
    let working = 0;
    let most = 0;
    const results = await inPool(items, { python: "none", size }, async (executor, item) => {
      begun.push(item);
      executors.add(executor);
      most = Math.max(most, ++working);
      await sleep(Math.abs(item));
      working--;
      if (item < 0) throw new Error(`failed at ${item}`);
      return `did ${item}`;
    }).catch(({ message }: Error) => message);
    return { results, begun, most, executors: [...executors] };
  }

  it("works on each item once, on as many at a time as it may, and keeps their order", async () => {
    const { results, begun, most, executors } = await run([30, 1, 2, 3], 2);
    expect(results).to.deep.equal(["did 30", "did 1", "did 2", "did 3"]);
    expect(begun).to.deep.equal([30, 1, 2, 3]);
    expect([most, executors.length]).to.deep.equal([2, 2]);
    expect(ended).to.have.members(executors);
  });

  it("has no more executors than items", async () => {
    expect(await run([1, 2], 5)).to.deep.include({ results: ["did 1", "did 2"], most: 2 });
    expect(ended).to.have.length(2);
    expect((await run([], 5)).results).to.deep.equal([]);
    expect(ended).to.have.length(2);
  });

  it("begins nothing more after a failure, and ends when all has ended", async () => {
    const { results, begun, executors } = await run([-1, 30, 2, 3], 2);
    expect(results).to.equal("failed at -1");
    expect(begun).to.deep.equal([-1, 30]);
    expect(ended).to.have.members(executors);
  });
});
