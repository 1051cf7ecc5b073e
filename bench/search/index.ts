/**
 * A search on the workers of a Redis server of its own on this machine. First the 3×3 search of
 * `iterations` on two worker processes against two threads, which must find the same. Then what a trial
 * costs besides itself: trials that do nothing and return as much as a small network. Then, toward many
 * machines, 1,000 trials that sleep as long as real ones take, by the law of the nine, on 8, 64 and 256
 * workers, and what bounds that.
 */
import { availableParallelism } from "node:os";
import { gridSearch, threads } from "lib/cifar";
import { loadCifar10 } from "lib/data";
import { redis } from "lib/redis";
import { startRedis } from "../../test/redis/processes/redisServer.ts";
import { worker } from "../../test/redis/processes/started.ts";
import { imagesOf } from "../core/images.ts";
import { interleave } from "../core/table.ts";
import type { Bench } from "../index.ts";
import type { Shape } from "./law.ts";
import { overhead, simulate } from "./simulation.ts";

const space = {
  learningRate: [0.02, 0.05, 0.1],
  filters: [
    [8, 8, 16],
    [16, 16, 32],
    [32, 32, 64],
  ],
};

export const bench: Bench = async function* (_, { iterations = 100, rounds = 2 }) {
  const { train, validation } = await loadCifar10();
  const data = { train, validation };
  const usual = {
    data,
    iterations,
    validateEvery: Math.min(50, iterations),
    patience: 10,
    onProgress() {},
  };
  const server = await startRedis();
  const workers = [1, 2].map(() => worker(server.url, { args: ["--trials", "1"] }));
  let found: string | undefined;
  let shape: Shape = [];
  const sides = Object.entries({
    "`gridSearch` on two threads": threads(2),
    "on two worker processes, through Redis": redis(server.url),
  }).map(([name, engine]) => ({
    name,
    async measure() {
      const start = performance.now();
      const { trials } = await gridSearch(space, { ...usual, workers: engine });
      const seconds = (performance.now() - start) / 1000;
      shape = trials.map((trial) => trial.seconds);
      const all = trials.map((trial) => [
        trial.hyperparameters,
        trial.status === "finished" && trial.history.trainLoss,
      ]);
      found ??= JSON.stringify(all);
      if (found !== JSON.stringify(all)) throw new Error(`${name} found something else`);
      return seconds;
    },
  }));
  const title = `A 3×3 search of ${iterations} iterations, ${availableParallelism()} cores`;
  const notes = [imagesOf(train), "Both found the same, to the last bit."];
  try {
    yield await interleave(title, "seconds", sides, { rounds, notes });
  } finally {
    for (const each of workers) await each.end("SIGTERM");
    await server.end();
  }
  yield await overhead();
  for (const count of [8, 64, 256]) yield await simulate(count, shape);
};
