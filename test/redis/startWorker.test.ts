import os from "node:os";
import { Queue } from "bullmq";
import { expect } from "chai";
import type { Redis } from "ioredis";
import { computingCode } from "../../lib/redis/computingCode.ts";
import { KEPT, keysOf } from "../../lib/redis/keys.ts";
import { unpackOutcome } from "../../lib/redis/outcomes.ts";
import { present } from "../../lib/redis/registry.ts";
import {
  type RunningWorker,
  startWorker,
  type WorkerOptions,
} from "../../lib/redis/startWorker.ts";
import { job, outcome } from "./oneTrial.ts";
import { Between } from "./processes/between.ts";
import type { RedisServer } from "./processes/redisServer.ts";
import { suiteRedis } from "./processes/suiteRedis.ts";

describe("a worker at a Redis server", () => {
  const code = computingCode();
  const keys = keysOf("worker", code);
  let server: RedisServer;
  let client: Redis;
  let queue: Queue;
  let said: string[];
  let worker: RunningWorker | undefined;
  after(() => queue?.close()); // before its client
  const redis = suiteRedis();
  before(() => {
    ({ server, client } = redis());
    queue = new Queue(keys.queue, { connection: client, prefix: keys.prefix });
    queue.on("error", () => {}); // Redis is away in between
  });
  beforeEach(async () => {
    await client.flushall();
    said = [];
  });
  afterEach(async () => {
    await worker?.leave();
    worker = undefined;
  });

  const start = async (options: WorkerOptions, url = server.url) => {
    const log = (text: string) => said.push(text);
    worker = await startWorker(url, { prefix: keys.prefix, trials: 2, log, ...options });
    return worker;
  };
  const add = (jobId: string, data: object = job, attempts = 3) =>
    queue.add("trial", data, { jobId, attempts, removeOnComplete: true });
  const until = async (isSo: () => Promise<boolean> | boolean) => {
    while (!(await isSo())) await client.ping();
  };
  const hasSaid = (text: string) => until(() => said.includes(text));

  it("says what it does, leaves what it found in Redis, and is not there once it has ended", async () => {
    const { finish } = await start({ run: async () => ({ result: outcome }), host: "mine" });
    const [presence] = await present(client, keys);
    expect(presence).to.include({ host: "mine", code, trials: 2 });
    const { host } = new URL(server.url);
    expect(said).to.deep.equal([`works for ${host}: 2 trials at a time, code ${code}`]);
    await add("trial-number-1");
    await hasSaid("ended trial-nu: diverged");
    expect(said[1]).to.match(/^begins trial-nu: .*1/);
    const text = (await client.get(keys.outcome("trial-number-1"))) ?? "";
    expect(unpackOutcome(text)).to.deep.equal({
      outcome,
      machine: `Node.js ${process.version} on ${process.platform} ${process.arch}`,
    });
    const left = await client.ttl(keys.outcome("trial-number-1"));
    expect(left).to.be.within(KEPT.outcome - 60, KEPT.outcome);
    await finish();
    expect(await present(client, keys)).to.deep.equal([]);
    expect(await queue.getFailedCount()).to.equal(0);
  });

  it("has its host's name, and is taken to be dead after half a minute, where it is given neither", async () => {
    const seconds = async (key: string) => Math.ceil((await client.pttl(queue.toKey(key))) / 1000);
    let locked = 0;
    await start({
      async run() {
        locked = await seconds("a:lock");
        return { result: outcome };
      },
    });
    let due = 0;
    await until(async () => {
      due = await seconds("stalled-check");
      return due > 0;
    });
    expect((await present(client, keys))[0].host).to.equal(os.hostname());
    await add("a");
    await hasSaid("ended a: diverged");
    expect([locked, due]).to.deep.equal([30, 10]);
  });

  it("tries again what broke, but not a job that is none or cannot be", async () => {
    let runs = 0;
    await start({
      async run({ settings }) {
        runs++;
        if (settings.seed === 2) throw new RangeError("too large");
        return runs < 3 ? { died: "it was killed", seconds: 1 } : { result: outcome };
      },
    });
    await add("a");
    await hasSaid("ended a: diverged");
    expect(said.filter((text) => text === "gave up a: it was killed")).to.have.length(2);
    await add("b", { ...job, settings: { seed: 2 } });
    await add("c", { ...job, backend: "../../x.js" });
    await until(async () => (await queue.getFailedCount()) === 2);
    expect(runs).to.equal(4);
    expect(said).to.include("gave up b: too large");
    expect(said.join("\n")).to.match(/^gave up c: .*backend is \.\.\/\.\.\/x\.js/m);
    expect((await queue.getJob("b"))?.failedReason).to.equal("too large");
  });

  it("ends a trial that nobody waits for, which is forgotten, and reports others", async () => {
    await start({
      run: (_, { signal, onUpdate }) => {
        onUpdate({ iteration: 1, iterations: 2 });
        return new Promise((_, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason));
        });
      },
    });
    await add("a");
    await until(async () => (await client.exists(keys.progress("a"))) === 1);
    await client.set(keys.stop("a"), "1");
    await hasSaid("gave up a: nobody waits for this trial any more");
    await until(async () => (await queue.getJob("a")) === undefined);
    expect(await queue.count()).to.equal(0);
  });

  it("takes a trial whose worker died twice, and gives up one whose worker died three times", async () => {
    for (const [id, deaths] of Object.entries({ twice: 1, thrice: 2 })) {
      await add(id); // as it lies there without a worker that has its lock
      await client.lmove(queue.toKey("wait"), queue.toKey("active"), "RIGHT", "LEFT");
      await client.hset(queue.toKey(id), "stc", deaths); // before this one
    }
    await start({ lock: 1, run: async () => ({ result: outcome }) });
    await hasSaid("ended twice: diverged");
    await until(async () => (await queue.getFailedCount()) === 1);
    expect((await queue.getJob("thrice"))?.failedReason).to.match(
      /^job stalled more than allowable/,
    );
    expect(said).to.not.include("ended thrice: diverged");
  });

  it("gives a trial back to the others where it leaves", async () => {
    const { leave } = await start({
      lock: 1,
      run: (_, { signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener("abort", () => reject(new Error("aborted")));
        }),
    });
    await add("a", job, 1);
    await until(() => said.length > 1);
    await leave();
    expect(said).to.include("gave up a: its worker left");
    expect(await queue.getJobCounts("active", "wait")).to.deep.equal({ active: 0, wait: 1 });
    expect(await present(client, keys)).to.deep.equal([]);
    await start({ lock: 1, run: async () => ({ result: outcome }) });
    await hasSaid("ended a: diverged");
    expect(await queue.getFailedCount()).to.equal(0);
  });

  it("says what Redis says", async () => {
    await client.set(queue.toKey("wait"), "no list");
    await start({ run: async () => ({ result: outcome }) });
    const { host } = new URL(server.url);
    const words = () => said.find((text) => text.startsWith(`Redis at ${host} says: `));
    await until(() => words() !== undefined);
    expect(words()).to.include("WRONGTYPE");
  });

  it("goes on where its connections are reset, and does not take that for words of Redis", async () => {
    const between = await Between.make(server.url);
    try {
      await start({ run: async () => ({ result: outcome }) }, between.url);
      await until(() => between.sockets.length === 4); // one is for what it waits for
      between.reset();
      await add("a");
      await hasSaid("ended a: diverged");
      expect(said.filter((text) => text.includes("says"))).to.deep.equal([]);
    } finally {
      await worker?.leave();
      between.close();
    }
  });

  it("says once each time that Redis is away, and goes on where it answers again, unless it has left", async () => {
    const { leave } = await start({
      run: async ({ settings }) => {
        if (settings.seed === 2) await new Promise(() => {});
        return { result: outcome };
      },
    });
    const { host } = new URL(server.url);
    const away = `Redis at ${host} does not answer; the worker waits for it`;
    const again = `Redis at ${host} answers again`;
    const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 600));
    const lose = async (whenAway: () => Promise<void>) => {
      said.length = 0;
      await server.stop();
      while (!said.includes(away)) await new Promise(setImmediate);
      await whenAway();
      await server.start({ data: true });
    };
    await lose(pause); // it tries again
    await add("a");
    await hasSaid("ended a: diverged");
    expect(said.filter((text) => text === away || text === again)).to.deep.equal([away, again]);
    await add("b", { ...job, settings: { seed: 2 } });
    await until(() => said.at(-1)?.startsWith("begins b") ?? false);
    await lose(async () => {
      const late = new Promise((resolve) => setTimeout(resolve, 8000, "waits for a trial"));
      expect(await Promise.race([leave(), late])).to.equal(undefined);
    });
    await pause(); // it would be there again
    expect(said).to.deep.equal([away]);
  });
});
