import { once } from "node:events";
import { type Job, Queue, UnrecoverableError, Worker } from "bullmq";
import { expect } from "chai";
import type { Redis } from "ioredis";
import type { EngineTask } from "../../lib/cifar/gridSearch/engine.ts";
import type { Entry, Outcome } from "../../lib/cifar/gridSearch/trial.ts";
import { fingerprint } from "../../lib/cifar/input/fingerprint.ts";
import { connect } from "../../lib/redis/connect.ts";
import { receiveDataset } from "../../lib/redis/datasets.ts";
import { keysOf, trialId } from "../../lib/redis/keys.ts";
import { packOutcome } from "../../lib/redis/outcomes.ts";
import { announce } from "../../lib/redis/registry.ts";
import { RemoteSearch } from "../../lib/redis/remoteSearch.ts";
import { STOPPED } from "../../lib/redis/runningTrials.ts";
import { blobs } from "../cifar/blobs.ts";
import type { RedisServer } from "./processes/redisServer.ts";
import { suiteRedis } from "./processes/suiteRedis.ts";

describe("a search at a Redis server", () => {
  const code = "v1";
  const keys = keysOf("searches", code);
  const [train, validation] = [blobs(4, 2), blobs(2, 3)];
  const used = { train: "", validation: "" };
  let server: RedisServer;
  let client: Redis;
  let queue: Queue;
  let told: string[];
  let ends: Map<unknown, Outcome>;
  let controller: AbortController;
  const lasted = new Map<unknown, number>();
  after(() => queue?.close()); // before its client
  const redis = suiteRedis("secret");
  before(async () => {
    ({ server, client } = redis());
    queue = new Queue(keys.queue, { connection: client, prefix: keys.prefix });
    used.train = await fingerprint(train);
    used.validation = await fingerprint(validation);
  });
  beforeEach(async () => {
    await client.flushall();
    [told, ends, controller] = [[], new Map(), new AbortController()];
  });

  const entries = (count: number): Entry[] =>
    Array.from({ length: count }, (_, seed) => ({
      ...{ hyperparameters: { seed }, settings: { seed } },
    }));
  const idOf = ({ settings }: Entry) => trialId({ settings, data: used, backend: "wasm" }, code);
  const outcome: Outcome = { status: "diverged", reason: "it diverged", seconds: 2 };
  const find = (entry: Entry, machine = "here") =>
    client.set(keys.outcome(idOf(entry)), packOutcome({ outcome, machine }));

  /** Runs a search, which tells `told` and `ends`. */
  function search(trials: readonly Entry[], options: Partial<EngineTask> = {}, at = client) {
    const task: EngineTask = {
      ...{ backend: "wasm", data: { train, validation }, used, signal: controller.signal },
      onUpdate: ({ settings }, { iteration }) => told.push(`${settings.seed} is at ${iteration}`),
      async onEnd({ settings }, end) {
        ends.set(settings.seed, end);
        return true;
      },
      onState: ({ workers, notice }) =>
        told.push([...workers.map(({ name, host }) => `${name} at ${host}`), notice].join("; ")),
      note: (text) => told.push(text),
      ...options,
    };
    const connection = { client: at, queue, keys, code, server: "lab:6379" };
    return new RemoteSearch(connection, trials, task).run();
  }

  /** Works on the queue with a job's own failure until `whenDone` has ended; jobs began at `begun`. */
  async function failing(
    reason: string,
    whenDone: () => Promise<void>,
    begun = 1e12,
  ): Promise<void> {
    const fail = async ({ id = "", opts: { attempts = 1 } }: Job) => {
      await client.hset(queue.toKey(id), "processedOn", begun);
      throw attempts > 2 ? new UnrecoverableError(reason) : new Error(reason);
    };
    const { prefix } = keys;
    const worker = new Worker(keys.queue, fail, { connection: client, prefix, concurrency: 9 });
    worker.on("failed", (job) => {
      const { id, finishedOn = 0 } = job ?? {};
      lasted.set(id, (finishedOn - begun) / 1000);
    });
    await whenDone();
    await worker.close();
  }

  it("takes what was found, of many trials all, and says on which machines", async () => {
    const trials = entries(41);
    for (const [i, entry] of trials.entries()) await find(entry, i === 7 ? "there" : "here");
    await search(trials);
    expect([...ends.keys()]).to.have.members(trials.map(({ settings }) => settings.seed));
    expect(new Set(ends.values()).size).to.equal(41);
    for (const end of ends.values()) expect(end).to.deep.equal(outcome);
    expect(told).to.deep.equal(["", "The trials ran on different machines: here; there."]);
    expect(await client.keys(`${keys.outcome("")}*`)).to.deep.equal([]);
    expect(await client.smembers(keys.searches)).to.deep.equal([]);
    expect(await queue.count()).to.equal(0);
  });

  it("leaves in Redis what it could not store, and names no machine where there is one", async () => {
    const [one, other] = entries(2);
    await find(one);
    await find(other);
    await search([one, other], { onEnd: async ({ settings }) => settings.seed === 0 });
    expect(await client.exists(keys.outcome(idOf(one)))).to.equal(0);
    expect(await client.exists(keys.outcome(idOf(other)))).to.equal(1);
    expect(told).to.deep.equal([""]);
  });

  it("adds what Redis does not know, sends images, and tells each report and worker once", async () => {
    const [entry] = entries(1);
    const presence = { id: "w", host: "h", trials: 1 };
    await announce(client, keys, { ...presence, code });
    await announce(client, keys, { ...presence, id: "x", code: "old" });
    await client.sadd(keys.wanted, used.train, used.validation);
    const report = (iteration: number) =>
      client.set(keys.progress(idOf(entry)), JSON.stringify({ iteration, iterations: 9 }));
    await report(1);
    const ended = search([entry]);
    while (!(await queue.count())) await client.ping();
    const job = await queue.getJob(idOf(entry));
    expect(job?.data).to.deep.equal({ settings: { seed: 0 }, data: used, backend: "wasm" });
    for (const [sum, { labels }] of [
      [used.train, train],
      [used.validation, validation],
    ] as const) {
      const sent = await receiveDataset(client, keys, sum, controller.signal, 0);
      expect(sent.labels).to.deep.equal(labels);
    }
    await new Promise((resolve) => setTimeout(resolve, 500)); // it looks twice more
    await report(2);
    while (told.length < 3) await client.ping();
    await find(entry);
    await ended;
    expect(told.slice(1)).to.deep.equal(["0 is at 1", "0 is at 2"]);
    expect(told[0]).to.match(/^w at h; 1 worker has other code and gets no trial \(h\)/);
  });

  it("says after two seconds that nobody works for it", async () => {
    const { now } = performance;
    let clock = 5000;
    performance.now = () => clock;
    try {
      const ended = search(entries(1));
      while (told.length === 0) await client.ping();
      clock += 1999;
      await new Promise((resolve) => setTimeout(resolve, 500)); // it looks twice more
      expect(told).to.deep.equal([""]);
      clock++;
      while (told.length === 1) await client.ping();
      expect(told[1]).to.match(/^no worker is at lab:6379; start one with/);
      controller.abort();
      await ended;
    } finally {
      performance.now = now;
    }
  });

  it("looks seldom, where it waits for many trials", async () => {
    await client.config("RESETSTAT");
    const ended = search(entries(400));
    await new Promise((resolve) => setTimeout(resolve, 500));
    const [, calls] = /cmdstat_mget:calls=(\d+)/.exec(await client.info("commandstats")) ?? [];
    expect(Number(calls)).to.be.within(1, 6); // one or two a look
    controller.abort();
    await ended;
  });

  it("ends soon after it is interrupted, and takes its trials back", async () => {
    const ended = search(entries(3));
    while ((await queue.count()) < 3) await client.ping();
    controller.abort();
    await ended;
    expect(await queue.count()).to.equal(0);
    expect(ends.size).to.equal(0);
    expect(await client.smembers(keys.searches)).to.deep.equal([]);
    await search(entries(3)); // interrupted before it begins
    expect(await queue.count()).to.equal(0);
    expect(told).to.deep.equal([""]);
  });

  it("says why a trial failed, how often, and how long it took", async () => {
    const [first, twice] = entries(2);
    await failing("it broke", () => search([first, twice]));
    for (const seed of [0, 1]) {
      expect(ends.get(seed)).to.include({ status: "failed", reason: "it broke" });
    }
    const end = ends.get(0);
    expect(end?.status !== "finished" && end?.seconds).to.equal(lasted.get(idOf(first)));
    expect(await queue.getFailed()).to.deep.equal([]);

    ends.clear();
    await queue.add("trial", {}, { jobId: idOf(twice), attempts: 2 });
    const ended = search([twice]);
    while ((await client.smembers(keys.searches)).length === 0) await client.ping();
    await failing("it broke", () => ended);
    expect(ends.get(1)).to.include({ reason: "it broke, 2 times" });
  });

  it("says that a trial's worker died, and runs again what nobody waited for", async () => {
    const trials = entries(1);
    await failing("job stalled more than allowable limit", () => search(trials), 1e15); // by another clock
    expect(ends.get(0)).to.include({ reason: "its worker died 3 times", seconds: 0 });
    ends.clear();
    const ended = search(trials);
    while (!(await queue.count())) await client.ping();
    await failing(STOPPED, async () => {
      while (!(await queue.getFailedCount())) await client.ping();
    });
    while (!(await queue.getWaitingCount())) await client.ping();
    expect(ends.size).to.equal(0);
    await find(trials[0]);
    await ended;
    expect(ends.get(0)).to.deep.equal(outcome);
  });

  it("forgets what failed before it began, of its own trials alone", async () => {
    const [own, other] = entries(2);
    await failing("it broke", async () => {
      for (const entry of [own, other]) await queue.add("trial", {}, { jobId: idOf(entry) });
      while ((await queue.getFailedCount()) < 2) await client.ping();
    });
    const ended = search([own]);
    while (!(await queue.getWaitingCount())) await client.ping();
    expect((await queue.getFailed()).map(({ id }) => id)).to.deep.equal([idOf(other)]);
    await find(own);
    await ended;
    expect(ends.get(0)).to.deep.equal(outcome);
  });

  it("says what Redis says, and waits where it does not answer", async () => {
    await announce(client, keys, { id: "w", host: "h", trials: 1, code });
    const ended = search(entries(1));
    while (told.length === 0) await client.ping();
    await client.set(keys.wanted, "no set");
    while (told.length === 1) await client.ping();
    expect(told[0]).to.equal("w at h; ");
    expect(told[1]).to.match(/^w at h; Redis at lab:6379 says: .*WRONGTYPE/);
    controller.abort();
    await ended;

    told = [];
    controller = new AbortController();
    const lost = await connect(server.url, { waits: false });
    lost.disconnect();
    await once(lost, "end");
    const waits = search(entries(1), {}, lost);
    while (told.length === 0) await client.ping();
    expect(told[0]).to.equal("Redis at lab:6379 does not answer; the search waits for it");
    controller.abort();
    await waits;
  });
});
