import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Redis } from "ioredis";
import { fingerprint } from "../../lib/cifar/input/fingerprint.ts";
import { computingCode } from "../../lib/redis/computingCode.ts";
import { receiveDataset, sendWanted } from "../../lib/redis/datasets.ts";
import { KEPT, keysOf } from "../../lib/redis/keys.ts";
import { trialData } from "../../lib/redis/trialData.ts";
import { blobs } from "../cifar/blobs.ts";
import { suiteRedis } from "./processes/suiteRedis.ts";

const failure = (promise: Promise<unknown>) => promise.then(() => "none", String);

describe("the datasets of a trial at a Redis server", () => {
  const keys = keysOf("trials", computingCode());
  const { signal } = new AbortController();
  let client: Redis;
  const redis = suiteRedis("secret");
  before(() => {
    ({ client } = redis());
  });

  it("come whole where they are asked for, and an error says what came in their place", async () => {
    const dataset = blobs(3, 1);
    const sum = await fingerprint(dataset);
    for (const seconds of [0, 0.5]) {
      await client.config("RESETSTAT");
      expect(await failure(receiveDataset(client, keys, sum, signal, seconds))).to.equal(
        `Error: its images did not come through Redis within ${seconds} s`,
      );
      const looks = 1 + 2 * seconds;
      expect(await client.info("commandstats")).to.include(`cmdstat_exists:calls=${looks},`);
    }
    const stopped = AbortSignal.abort(new Error("stopped"));
    expect(await failure(receiveDataset(client, keys, sum, stopped, 0))).to.equal("Error: stopped");
    const asked = receiveDataset(client, keys, sum, signal);
    while (!(await client.sismember(keys.wanted, sum))) await client.ping();
    for (let i = 0; i < 600; i++) await client.ping(); // it looks twice a second alone
    expect(await sendWanted(client, keys, { [sum]: dataset })).to.equal(1);
    expect(await fingerprint(await asked)).to.equal(sum);

    const other = "f".repeat(64);
    await client.copy(keys.dataset(sum), keys.dataset(other));
    expect(await failure(receiveDataset(client, keys, other, signal))).to.equal(
      `Error: its images came damaged through Redis: their checksum is ${sum}, it should be ${other}`,
    );
    await client.rpush(keys.dataset(other), "no", "dataset");
    expect(await failure(receiveDataset(client, keys, other, signal))).to.include(
      "their checksum is none, it should be",
    );
    expect(await client.exists(keys.dataset(other))).to.equal(0);
  });

  it("count as sent with their labels, for an hour, and not where they lie there already", async () => {
    const labels = new Uint8Array(1e4);
    for (const [sum, bytes, megabytes] of [
      ["a".repeat(64), 990_000, 1],
      ["b".repeat(64), 990_001, 2],
    ] as const) {
      const images = new Uint8Array(bytes);
      const dataset = { ...blobs(1, 1), shape: [10, 10, 1] as const, images, labels };
      for (const sent of [megabytes, 0]) {
        await client.sadd(keys.wanted, sum);
        expect(await sendWanted(client, keys, { [sum]: dataset })).to.equal(sent);
        expect(await client.sismember(keys.wanted, sum)).to.equal(0);
      }
      expect(await client.llen(keys.dataset(sum)), "what it is, labels, images").to.equal(3);
      expect(await client.ttl(keys.dataset(sum))).to.be.within(KEPT.data - 60, KEPT.data);
    }
  });

  it("come in pieces of whole images, of 8 megabytes or the next image's end", async () => {
    const sum = "c".repeat(64);
    const shape = [1000, 1000, 3] as const;
    await client.sadd(keys.wanted, sum);
    await sendWanted(client, keys, {
      [sum]: { ...blobs(6, 1), shape, images: new Uint8Array(18e6) },
    });
    const [, , ...pieces] = await client.lrangeBuffer(keys.dataset(sum), 0, -1);
    expect(pieces.map(({ length }) => length)).to.deep.equal([9e6, 9e6]);
    await client.del(keys.dataset(sum));
  });

  describe("without any of this machine's own", () => {
    const { CNN_DATA_DIR } = process.env;
    let folder: string;
    let said: string[];
    let data: ReturnType<typeof trialData>;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), "none-"));
      process.env.CNN_DATA_DIR = folder;
    });
    beforeEach(() => {
      said = [];
      data = trialData(client, keys, (text) => said.push(text));
    });
    after(async () => {
      if (CNN_DATA_DIR === undefined) delete process.env.CNN_DATA_DIR;
      else process.env.CNN_DATA_DIR = CNN_DATA_DIR;
      await rm(folder, { recursive: true });
    });

    it("come through Redis once, and the worker says so", async () => {
      const [train, validation, later] = [blobs(4, 2), blobs(2, 3), blobs(2, 4)];
      const [sum, other, third] = await Promise.all([train, validation, later].map(fingerprint));
      const asked = data({ train: sum, validation: other }, signal);
      for (const [each, dataset] of [
        [sum, train],
        [other, validation],
      ] as const) {
        while (!(await client.sismember(keys.wanted, each))) await client.ping();
        await sendWanted(client, keys, { [each]: dataset });
      }
      const found = await asked;
      expect([found.train.labels, found.validation.labels]).to.deep.equal([
        train.labels,
        validation.labels,
      ]);
      const received = [train, validation].map(
        ({ labels }) => `received ${labels.length} images through Redis`,
      );
      expect(said).to.deep.equal(received);
      expect((await data({ train: sum, validation: other }, signal)).train).to.equal(found.train);
      const stopped = AbortSignal.abort(new Error("stopped"));
      expect(await failure(data({ train: third, validation: third }, stopped))).to.equal(
        "Error: stopped",
      );
      const given = new AbortController();
      const waits = failure(data({ train: third, validation: third }, given.signal));
      const after = failure(data({ train: sum, validation: other }, stopped));
      given.abort(new Error("given up"));
      expect([await waits, await after]).to.deep.equal(["Error: given up", "Error: stopped"]);
      expect(said).to.deep.equal(received);
    });

    it("are waited for no longer once their trial is stopped, also where nothing answers", async () => {
      const silent = new Proxy(client, { get: () => () => new Promise(() => {}) });
      const controller = new AbortController();
      const asked = trialData(silent, keys, () => {})(
        { train: "a", validation: "b" },
        controller.signal,
      );
      controller.abort(new Error("stopped"));
      expect(await failure(asked)).to.equal("Error: stopped");
    });

    it("are kept for two searches", async () => {
      const sums = await Promise.all(
        [5, 6, 7, 8, 9, 10].map(async (seed) => {
          const dataset = blobs(1, seed);
          const sum = await fingerprint(dataset);
          await client.sadd(keys.wanted, sum);
          await sendWanted(client, keys, { [sum]: dataset });
          return sum;
        }),
      );
      const received: number[] = [];
      for (const [i, j] of [
        [0, 1],
        [2, 3],
        [0, 1],
        [4, 5],
        [0, 1],
        [4, 5],
        [4, 2],
      ]) {
        // biome-ignore format: pairs
        await data({ train: sums[i], validation: sums[j] }, signal);
        received.push(said.length);
      }
      expect(received).to.deep.equal([2, 4, 4, 6, 8, 8, 9]);
    });
  });
});
