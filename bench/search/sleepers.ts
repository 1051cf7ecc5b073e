/**
 * Many workers in one process, whose trials sleep instead of training: for each line of JSON
 * `{ url, workers, durations }` starts them and answers `{}`, for `{}` answers the CPU seconds so far.
 */
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { startWorker } from "lib/redis";

/** As many weights as a small network has. */
const weights = [new Float32Array(30_000).fill(0.1)];
const best = { iteration: 1, value: 0.5 };
const stopped = { iteration: 1, reason: "all iterations done" };
const history = { trainLoss: [], validationAccuracy: [best], seconds: 1, best, stopped };

for await (const line of createInterface({ input: process.stdin })) {
  const { url, workers = 0, durations = [] } = JSON.parse(line);
  for (let i = 0; i < workers; i++) {
    await startWorker(url, {
      trials: 1,
      host: `lab${i}`,
      log() {},
      async run({ settings: { seed = 0 } }) {
        await sleep(durations[seed] * 1000);
        return { result: { status: "finished", history, weights } };
      },
    });
  }
  const { user, system } = process.cpuUsage();
  console.log(JSON.stringify({ cpu: (user + system) / 1e6 }));
}
process.exit();
