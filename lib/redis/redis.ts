import type { Engine } from "../cifar/gridSearch/engine.ts";
import { computingCode } from "./computingCode.ts";
import { begin, connect, serverOf } from "./connect.ts";
import { keysOf } from "./keys.ts";
import { packages } from "./packages.ts";
import { RemoteSearch } from "./remoteSearch.ts";

/** Where on a Redis server a search lies. */
export interface RedisOptions {
  /** Before the names of all keys; searches and workers with another one do not meet. Default: "cnn". */
  readonly prefix?: string;
}

/**
 * Runs the trials of `gridSearch` on every machine that `npm run worker -- ADDRESS` was started on,
 * through a Redis server that all reach. Workers may come and go, Redis too, and the search: what was
 * found is not lost. Only workers with the same code take part, so that trials are the same to
 * the last bit wherever they run.
 *
 * @param url redis://:PASSWORD@HOST:6379, or rediss://… with TLS
 * @throws TypeError when the address is none
 */
export function redis(url: string, { prefix = "cnn" }: RedisOptions = {}): Engine {
  const server = serverOf(url);
  return {
    async run(trials, task) {
      if (trials.length === 0) return;
      const code = computingCode();
      const keys = keysOf(prefix, code);
      const { bullmq } = await packages();
      const client = await connect(url, { waits: false });
      const queue = new bullmq.Queue(keys.queue, { connection: client, prefix });
      queue.on("error", () => {}); // the search says that Redis is away
      try {
        await begin(queue, server);
        await new RemoteSearch({ client, queue, keys, code, server }, trials, task).run();
      } finally {
        client.disconnect();
      }
    },
  };
}
