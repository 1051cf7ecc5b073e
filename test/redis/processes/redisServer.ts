import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "mocha";
import { connect } from "../../../lib/redis/connect.ts";
import { freePort } from "../../freePort.ts";

/** A redis-server of one's own, on a free port of 127.0.0.1, with its data in a temporary directory. */
export interface RedisServer {
  readonly url: string;
  /** Starts it again, with what it knew or without. */
  start(how: { data: boolean }): Promise<void>;
  stop(): Promise<void>;
  /** Ends it and removes its directory. */
  end(): Promise<void>;
}

/** Skips the test where there is no redis-server, and says so. */
export function needsRedisServer(test: Context): void {
  try {
    execFileSync("redis-server", ["--version"], { stdio: "ignore" });
  } catch {
    console.log(
      "      skipped: there is no redis-server; `apt-get install redis-server` brings it",
    );
    test.skip();
  }
}

export async function startRedis(password = ""): Promise<RedisServer> {
  const directory = await mkdtemp(join(tmpdir(), "cnn-redis-"));
  const port = await freePort();
  const url = `redis://${password && `:${password}@`}127.0.0.1:${port}`;
  let server: ChildProcess | undefined;
  const stop = async () => {
    if (!server || server.exitCode !== null) return;
    const exit = once(server, "exit");
    server.kill("SIGTERM");
    await exit;
  };
  const start = async ({ data }: { data: boolean }) => {
    if (!data) await rm(join(directory, "appendonlydir"), { recursive: true, force: true });
    const options = { port, bind: "127.0.0.1", dir: directory, appendonly: "yes", save: "" };
    const all = { ...options, ...(password && { requirepass: password }) };
    const args = Object.entries(all).flatMap(([name, value]) => [`--${name}`, String(value)]);
    server = spawn("redis-server", args, { stdio: "ignore" });
    for (let tries = 0; ; tries++) {
      const client = await connect(url, { waits: false }).catch(() => undefined);
      client?.disconnect();
      if (client) return;
      if (tries > 100) throw new Error("redis-server does not start");
      await sleep(50);
    }
  };
  await start({ data: false });
  return {
    url,
    start,
    stop,
    async end() {
      await stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
