import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect } from "chai";
import { Redis } from "ioredis";
import { needsRedisServer, type RedisServer, startRedis } from "./processes/redisServer.ts";
import { type Found, Search, type Started, worker } from "./processes/started.ts";
import { stored } from "./processes/stored.ts";

/** Seconds without a report. */
const timeout = 8;

/** 662 ends its thread, 664 hangs once: see faulty.mjs. */
const faulty = { seed: [1, 662, 664] };

/** 1e38 diverges. */
const space = { learningRate: [0.01, 1e38], seed: [1, 2] };

/** The engines, and how often each tries a trial that ends its thread. */
const engines = [
  { name: "threads", attempts: 1 },
  { name: "redis", attempts: 3 },
];

describe("an engine", function () {
  this.timeout(120_000);
  let directory: string;
  let server: RedisServer;
  let started: Started;
  const results = new Map<string, Promise<Found>>();
  const optionsOf = (name: string) => (name === "redis" ? { url: server.url } : {});
  const marksOf = (name: string) => ({ FAULTY_MARKS: join(directory, `${name} marks`) });

  before(async function () {
    needsRedisServer(this);
    directory = await mkdtemp(join(tmpdir(), "cnn-engine-"));
    server = await startRedis("secret");
    const args = ["--trials", "2", "--timeout", String(timeout)];
    started = worker(server.url, { args, env: marksOf("redis") });
    for (const { name } of engines) {
      await mkdir(marksOf(name).FAULTY_MARKS);
      const search = new Search({ ...optionsOf(name), timeout, space: faulty }, marksOf(name));
      results.set(name, search.result());
    }
  });
  after(async () => {
    await started?.end("SIGTERM");
    await server?.end();
    if (directory) await rm(directory, { recursive: true });
  });

  for (const { name, attempts } of engines) {
    it(`of ${name} ends every trial, whatever becomes of the others, and says why`, async () => {
      const { found = [], error } = (await results.get(name)) ?? {};
      expect(error).to.equal(undefined);
      const ends = found.map(({ hyperparameters, reason }) => [hyperparameters.seed, reason]);
      expect(Object.fromEntries(ends)).to.deep.equal({
        1: "all iterations done",
        662: `its worker thread ended with exit code 3${attempts > 1 ? `, ${attempts} times` : ""}`,
        664: "all iterations done",
      });
    });

    it(`of ${name} ends soon after an interrupt, and goes on from there`, async () => {
      const own = { ...optionsOf(name), space, directory: join(directory, name) };
      const endless = new Search({ ...own, iterations: 1e6, validateEvery: 1e6 });
      await endless.prints(/"running":[12]/);
      endless.process.kill("SIGINT");
      const { found, text } = await endless.result();
      expect(found.filter(({ status }) => status === "finished")).to.deep.equal([]);
      expect(text).to.match(/Interrupted: \d of 4 trials are missing; the same call goes on/);
      const { found: all } = await new Search(own).result();
      const ends = all.map(({ status }) => status);
      expect(ends).to.deep.equal(["finished", "finished", "diverged", "diverged"]);
    });
  }

  it("of redis leaves no trial of an interrupted search in Redis", async () => {
    const client = new Redis(server.url);
    try {
      const [meta] = await client.keys("cnn:trials-*:meta");
      const queue = meta.slice(0, -":meta".length);
      const left = async () =>
        (await client.llen(`${queue}:active`)) +
        (await client.zcard(`${queue}:failed`)) +
        (await client.zcard(`${queue}:completed`));
      for (let i = 0; i < 50 && (await left()) > 0; i++) await setTimeout(200);
      expect(await left()).to.equal(0);
    } finally {
      client.disconnect();
    }
  });

  it("finds the same as every other, to the last bit", async () => {
    const [one, other] = await Promise.all(
      engines.map(({ name }) => stored(join(directory, name))),
    );
    expect(Object.keys(one)).to.have.length.of.at.least(4);
    expect(one).to.deep.equal(other);
  });
});
