import { Queue } from "bullmq";
import { expect } from "chai";
import type { Redis } from "ioredis";
import { keysOf } from "../../lib/redis/keys.ts";
import { QueuedTrials } from "../../lib/redis/queuedTrials.ts";
import { suiteRedis } from "./processes/suiteRedis.ts";

describe("the trials that searches wait for at a Redis server", () => {
  const keys = keysOf("trials", "v1");
  let client: Redis;
  let queue: Queue;
  after(() => queue?.close()); // before its client
  const redis = suiteRedis("secret");
  before(() => {
    ({ client } = redis());
    queue = new Queue(keys.queue, { connection: client, prefix: keys.prefix });
  });
  beforeEach(() => client.flushall());

  const isStopped = async (id: string) => (await client.exists(keys.stop(id))) === 1;
  const searches = () => client.smembers(keys.searches);

  it("go on as long as one search waits for them", async () => {
    const [one, other] = [0, 1].map(() => new QueuedTrials(client, queue, keys));
    await one.look(["a", "b"]);
    await other.look(["b"]);
    expect(await searches()).to.have.length(2);
    await one.release(["a", "b"]);
    expect(await searches()).to.have.length(1);
    expect([await isStopped("a"), await isStopped("b")]).to.deep.equal([true, false]);
    await other.end(["b"]);
    expect(await isStopped("b")).to.equal(true);
    await one.end([]);
    expect(await searches()).to.deep.equal([]);
  });

  it("are named to Redis once", async () => {
    const trials = new QueuedTrials(client, queue, keys);
    await trials.look(["a", "b"]);
    await client.config("RESETSTAT");
    await trials.look(["a", "b"]);
    expect(await client.info("commandstats")).to.not.match(/cmdstat_sadd/);
  });

  it("are not kept by a search that was killed, which is forgotten", async () => {
    const [killed, other] = [0, 1].map(() => new QueuedTrials(client, queue, keys));
    await killed.look(["a"]);
    for (const gone of await searches()) await client.del(keys.search(gone)); // as after half a minute
    await other.look(["a"]);
    await other.release(["a"]);
    expect(await isStopped("a")).to.equal(true);
    expect(await searches()).to.deep.equal([]);
  });

  it("are added once, and none where there are none to add", async () => {
    const trials = new QueuedTrials(client, queue, keys);
    await trials.add(new Map());
    expect(await queue.count()).to.equal(0);
    const data = { train: "x", validation: "y" };
    const job = { settings: {}, data, backend: "wasm" } as const;
    await client.set(keys.stop("a"), "1");
    for (let i = 0; i < 2; i++) await trials.add(new Map([["a", job]]));
    expect([await queue.count(), await isStopped("a")]).to.deep.equal([1, false]);
    expect((await trials.look(["b", "a", "c"])).unknown).to.deep.equal(["b", "c"]);
    await trials.end(["a"]);
    expect(await queue.count()).to.equal(0);
    expect(await client.keys(keys.search("*"))).to.deep.equal([]);
  });

  it("are not taken for unknown where Redis does not say", async () => {
    await client.acl("SETUSER", "default", "-exists");
    try {
      const trials = new QueuedTrials(client, queue, keys);
      expect(await trials.look(["a"]).catch(String)).to.match(/NOPERM/);
    } finally {
      await client.acl("SETUSER", "default", "+exists");
    }
  });

  it("have outcomes, and a damaged one is forgotten", async () => {
    const trials = new QueuedTrials(client, queue, keys);
    await client.set(keys.outcome("a"), "damaged");
    await client.set(keys.progress("b"), "half");
    await client.set(keys.progress("a"), "whole");
    const { found, unknown, reports } = await trials.look(["c", "b", "a"]);
    expect([found, unknown, [...reports]]).to.deep.equal([["a"], ["c", "b"], [["b", "half"]]]);
    expect((await trials.outcomes(["a", "b"])).size).to.equal(0);
    expect((await trials.look(["a"])).found).to.deep.equal([]);
  });
});
