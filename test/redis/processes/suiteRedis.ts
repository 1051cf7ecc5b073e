import type { Redis } from "ioredis";
import { connect } from "../../../lib/redis/connect.ts";
import { needsRedisServer, type RedisServer, startRedis } from "./redisServer.ts";

/** Has a suite's tests share a Redis server and a client of it; without one they are skipped. */
export function suiteRedis(password?: string): () => { server: RedisServer; client: Redis } {
  let server: RedisServer;
  let client: Redis;
  before(async function () {
    needsRedisServer(this);
    server = await startRedis(password);
    client = await connect(server.url, { waits: true });
  });
  after(async () => {
    client?.disconnect();
    await server?.end();
  });
  return () => ({ server, client });
}
