import { Queue } from "bullmq";
import { expect } from "chai";
import { computingCode } from "../../lib/redis/computingCode.ts";
import { keysOf } from "../../lib/redis/keys.ts";
import { redis } from "../../lib/redis/redis.ts";
import { startWorker } from "../../lib/redis/startWorker.ts";
import { job, outcome, searchOne } from "./oneTrial.ts";
import { Between } from "./processes/between.ts";
import { suiteRedis } from "./processes/suiteRedis.ts";

/** More messages than a worker or a search of one trial sends. */
const MESSAGES = 30;

/** Connections that are lost as they begin, after any message: BullMQ never uses some of them again. */
describe("a connection to Redis that is lost at once", function () {
  this.timeout(60_000);
  const at = suiteRedis();

  /** What comes of `use` where all connections are reset with each message; none may hang. */
  const everyLoss = async (
    name: string,
    use: (url: string, prefix: string, queue: Queue) => Promise<void>,
  ): Promise<string[]> => {
    const { server, client } = at();
    return Promise.all(
      Array.from({ length: MESSAGES }, async (_, i) => {
        const between = await Between.make(server.url, i + 1);
        const keys = keysOf(`${name}-${i}`, computingCode());
        const queue = new Queue(keys.queue, { connection: client, prefix: keys.prefix });
        try {
          await use(between.url, keys.prefix, queue);
          return between.messages > i ? "goes on" : "has ended before";
        } catch (error) {
          const { message } = error as Error;
          return message.replace(/127\.0\.0\.1:\d+/, "HOST").replace(/\(.*\)/, "(…)");
        } finally {
          between.close();
        }
      }),
    );
  };
  const ways = new Set([
    "redis: there is no Redis server at HOST (…); start redis-server there, or correct the address",
    "goes on",
    "has ended before",
  ]);

  it("is why a worker does not begin, or the worker goes on", async () => {
    const ends = await everyLoss("worker", async (url, prefix, queue) => {
      let finish = () => {};
      const ended = new Promise<void>((resolve) => {
        finish = resolve;
      });
      const log = (text: string) => text === "ended a: diverged" && finish();
      const run = async () => ({ result: outcome });
      const worker = await startWorker(url, { prefix, trials: 1, lock: 1, log, run });
      await queue.add("trial", job, { jobId: "a", attempts: 3, removeOnComplete: true });
      await ended;
      await worker.leave();
    });
    expect(new Set(ends)).to.deep.equal(ways);
  });

  it("is why a search does not begin, or the search goes on", async () => {
    const ends = await everyLoss("search", async (url, prefix, queue) => {
      const { ended, controller } = searchOne(redis(url, { prefix }));
      let isEnded = false;
      const end = () => {
        isEnded = true;
      };
      ended.then(end, end);
      while (!isEnded && (await queue.getWaitingCount()) === 0);
      controller.abort();
      await ended;
    });
    expect(new Set(ends)).to.deep.equal(ways);
  });
});
