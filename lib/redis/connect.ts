import type { Redis } from "ioredis";
import { packages } from "./packages.ts";

/** Milliseconds that a server has to answer in. */
const TIMEOUT = 4000;

/**
 * A server's address without its password, for messages: "lab:6379".
 *
 * @throws TypeError unless it is redis://… or rediss://…
 */
export function serverOf(url: string): string {
  const { protocol, hostname, port } = URL.canParse(url)
    ? new URL(url)
    : { protocol: "", hostname: "", port: "" };
  if (/^rediss?:$/.test(protocol) && hostname) return `${hostname}:${port || 6379}`;
  throw new TypeError(
    "redis: the address is not one of a Redis server; it is redis://:PASSWORD@HOST:6379, or " +
      "rediss://… with TLS",
  );
}

/**
 * Connects to a Redis server; once connected, the connection is made again whenever it is lost.
 *
 * @param waits whether commands wait for a server that is away, or fail
 * @throws Error when there is no server, or it refuses the password
 */
export async function connect(url: string, { waits }: { waits: boolean }): Promise<Redis> {
  const server = serverOf(url);
  const { ioredis } = await packages();
  let problem: Error | undefined;
  const client = new ioredis.Redis(url, {
    lazyConnect: true,
    connectTimeout: TIMEOUT,
    retryStrategy: () => 500,
    maxRetriesPerRequest: waits ? null : 0,
    enableOfflineQueue: waits,
    ...(waits ? {} : { commandTimeout: 2 * TIMEOUT }),
  });
  client.on("error", (error) => {
    problem = error;
  });
  try {
    await client.connect();
    await client.ping();
    return client;
  } catch (error) {
    client.disconnect();
    throw new Error(reasonOf(server, problem ?? (error as Error)), { cause: error });
  }
}

/**
 * Waits until BullMQ has begun on a connection: one that is lost meanwhile, it never uses again.
 *
 * @throws Error where it is lost
 */
export async function begin(
  begun: { waitUntilReady(): Promise<unknown> },
  server: string,
): Promise<void> {
  await begun.waitUntilReady().catch((error) => {
    throw new Error(reasonOf(server, error), { cause: error });
  });
}

function reasonOf(server: string, { message }: Error): string {
  if (/NOAUTH/.test(message)) {
    return `redis: ${server} asks for a password; write it into the address: redis://:PASSWORD@${server}`;
  }
  if (/WRONGPASS|invalid password/i.test(message)) {
    return `redis: ${server} refuses the password in the address; correct it there`;
  }
  return (
    `redis: there is no Redis server at ${server} (${message}); start redis-server there, or ` +
    "correct the address"
  );
}
