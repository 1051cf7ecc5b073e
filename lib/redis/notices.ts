import type { Presence } from "./registry.ts";

/**
 * What the user has to know of the workers that are there.
 *
 * @param isEarly whether it is too early to say that nobody is there
 */
export function workersNotice(
  workers: readonly Presence[],
  { code, server, isEarly }: { code: string; server: string; isEarly: boolean },
): string | undefined {
  const others = workers.filter((worker) => worker.code !== code);
  const hosts = [...new Set(others.map(({ host }) => host))].join(", ");
  const some = others.length === 1 ? "1 worker has" : `${others.length} workers have`;
  const old =
    `${some} other code and ${others.length === 1 ? "gets" : "get"} no trial (${hosts}): bring this ` +
    "commit there and run npm run build";
  if (others.length < workers.length) return others.length > 0 ? old : undefined;
  if (isEarly) return undefined;
  const start = `start one with: npm run worker -- redis://…@${server}`;
  return `no worker is at ${server}; ${others.length > 0 ? old : start}`;
}

/** What the user has to know when Redis did not do as it was asked. */
export function troubleNotice(
  { message }: Error,
  { server, isAway }: { server: string; isAway: boolean },
): string {
  return isAway || /Command timed out|Connection is closed|Stream isn't writeable/.test(message)
    ? `Redis at ${server} does not answer; the search waits for it`
    : `Redis at ${server} says: ${message}`;
}
