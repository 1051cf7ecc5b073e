import { expect } from "chai";
import type { Redis } from "ioredis";
import { keysOf } from "../../lib/redis/keys.ts";
import { RunningTrials, STOPPED } from "../../lib/redis/runningTrials.ts";
import { suiteRedis } from "./processes/suiteRedis.ts";

type Start = Parameters<RunningTrials["run"]>[1];
type Options = Parameters<Start>[0];

describe("the trials that a worker runs", () => {
  const keys = keysOf("trials", "v1");
  let client: Redis;
  let trials: RunningTrials;
  let running: Map<string, Options>;
  const redis = suiteRedis("secret");
  before(() => {
    ({ client } = redis());
  });
  beforeEach(async () => {
    await client.flushall();
    trials = new RunningTrials(client, keys, "worker");
    running = new Map();
  });

  /** Runs one that ends when it is told to; says how. */
  const run = (id: string) => {
    const ended = trials.run(id, (options) => {
      running.set(id, options);
      return new Promise((_, reject) => {
        options.signal.addEventListener("abort", () => reject(new Error("aborted")));
      });
    });
    return ended.then(String, ({ name, message }: Error) => `${name}: ${message}`);
  };
  const progress = (id: string) => client.get(keys.progress(id));

  it("tell how far they are, once they are anywhere", async () => {
    const ends = [run("a"), run("b")];
    await Promise.resolve();
    running.get("b")?.onUpdate({ iteration: 3, iterations: 9 });
    await trials.report();
    expect(await progress("a")).to.equal(null);
    expect(JSON.parse((await progress("b")) ?? "")).to.deep.equal({
      ...{ iteration: 3, iterations: 9 },
      worker: "worker",
    });
    expect(await client.ttl(keys.progress("b"))).to.be.within(1, 60);
    trials.end("the worker ends");
    const end = "Ended: the worker ends";
    expect(await Promise.all(ends)).to.deep.equal([end, end]);
  });

  it("end where nobody waits for them, or another worker has their outcome", async () => {
    const [stopped, found, other] = ["a", "b", "c"].map(run);
    await Promise.resolve();
    await client.set(keys.stop("a"), "1");
    await client.set(keys.outcome("b"), "1");
    await trials.report();
    expect(await stopped).to.equal(`Ended: ${STOPPED}`);
    expect(await found).to.equal(`Ended: ${STOPPED}`);
    expect(running.get("c")?.signal.aborted).to.equal(false);
    trials.end("over");
    expect(await other).to.equal("Ended: over");
    expect(await run("d")).to.equal("Ended: over");
    expect(running.has("d")).to.equal(false);
  });

  it("run once, and again once they have ended; and say what killed them", async () => {
    let starts = 0;
    const start: Start = async () => {
      starts++;
      return { died: "it was killed", seconds: 1 };
    };
    const ends = [trials.run("a", start), trials.run("a", start)];
    for (const end of ends) expect(await end.catch(String)).to.equal("Error: it was killed");
    expect(starts).to.equal(1);
    await trials.run("a", start).catch(() => {});
    expect(starts).to.equal(2);
  });
});
