import { redis } from "lib/redis";
import { connect } from "../../lib/redis/connect.ts";
import { startRedis } from "../../test/redis/processes/redisServer.ts";
import { Peer } from "../core/side.ts";
import type { Row, Table } from "../core/table.ts";
import { durations, leastTime, type Shape } from "./law.ts";

/** Trials of the simulation, and seconds that each of its runs lasts at least. */
const TRIALS = 1000;
const SECONDS = 20;

/** What a trial costs on one worker besides itself. */
export async function overhead(): Promise<Table> {
  const { seconds } = await run(1, new Array(200).fill(0));
  const each = seconds / 200;
  return {
    title: "What a trial costs besides itself, on one worker",
    unit: "seconds",
    rows: [
      row("a trial of 10 s", 10, 10),
      row("queueing, progress, sending 120 kB back", each, 10),
    ],
    notes: ["200 trials that do nothing."],
  };
}

/** Trials that sleep, on that many workers, against workers that cost nothing; and at most how many a second. */
export async function simulate(workers: number, shape: Shape): Promise<Table> {
  const times = durations(TRIALS, (SECONDS * workers) / TRIALS, shape);
  const { seconds, cpu } = await run(workers, times);
  const least = leastTime(times, workers);
  const busy = times.reduce((sum, each) => sum + each, 0) / workers;
  const idle = (all: number) => `${(100 * (1 - busy / all)).toFixed(1)} %`;
  const most = await run(workers, new Array(TRIALS).fill(0));
  const shares = Object.entries(most.cpu).map(
    ([name, used]) => `${name} ${Math.round((100 * used) / most.seconds)} %`,
  );
  return {
    title: `${TRIALS} trials of ${((SECONDS * workers) / TRIALS).toFixed(2)} s in the mean on ${workers} workers`,
    unit: "seconds",
    rows: [row("workers that cost nothing", least, least), row("measured", seconds, least)],
    notes: [
      `${(TRIALS / seconds).toFixed(0)} trials a second; workers idle ${idle(seconds)} of the time, ` +
        `${idle(least)} of it for want of trials at the end.`,
      `Of a core the search took ${share(cpu.search, seconds)}, Redis ${share(cpu.Redis, seconds)}, all workers ${share(cpu.workers, seconds)}.`,
      `Trials that take no time: ${(TRIALS / most.seconds).toFixed(0)} a second at most, with ${shares.join(", ")} of a core.`,
    ],
  };
}

/** Runs trials that sleep as long as is said on that many workers. */
async function run(workers: number, sleeps: readonly number[]) {
  const server = await startRedis();
  const peers = [1, 2]
    .slice(0, workers)
    .map(() => new Peer(new URL("sleepers.ts", import.meta.url), {}));
  const share = workers / peers.length;
  for (const peer of peers) await peer.ask({ url: server.url, workers: share, durations: sleeps });
  const client = await connect(server.url, { waits: false });
  const used = async () => {
    const { user, system } = process.cpuUsage();
    const info = await client.info("cpu");
    const redis = [...info.matchAll(/used_cpu_(?:user|sys):([\d.]+)/g)];
    const asleep = await Promise.all(peers.map((peer) => peer.ask<{ cpu: number }>({})));
    return {
      search: (user + system) / 1e6,
      Redis: redis.reduce((sum, [, seconds]) => sum + Number(seconds), 0),
      workers: asleep.reduce((sum, { cpu }) => sum + cpu, 0),
    };
  };
  const before = await used();
  const start = performance.now();
  let ended = 0;
  const image = {
    images: new Uint8Array(3),
    labels: new Uint8Array(1),
    classes: ["a"],
    shape: [1, 1, 3] as const,
    source: { synthetic: true, description: "none" },
  };
  await redis(server.url).run(
    sleeps.map((_, seed) => ({ hyperparameters: { seed }, settings: { seed } })),
    {
      backend: "wasm",
      data: { train: image, validation: image },
      used: { train: "0".repeat(64), validation: "1".repeat(64) },
      signal: new AbortController().signal,
      onUpdate() {},
      onState() {},
      note() {},
      async onEnd() {
        ended++;
        return true;
      },
    },
  );
  const seconds = (performance.now() - start) / 1000;
  const after = await used();
  client.disconnect();
  for (const peer of peers) await peer.end();
  await server.end();
  if (ended !== sleeps.length) throw new Error(`${ended} of ${sleeps.length} trials ended`);
  const cpu = {
    search: after.search - before.search,
    Redis: after.Redis - before.Redis,
    workers: after.workers - before.workers,
  };
  return { seconds, cpu };
}

function share(used: number, seconds: number): string {
  return `${Math.round((100 * used) / seconds)} %`;
}

function row(name: string, time: number, first: number): Row {
  return { name, times: [time], median: time, ratio: time / first };
}
