import { MEGABYTE } from "./megabyte.ts";
import { memoryLimit } from "./memoryLimit.ts";

/** What Jupyter's server takes, which counts toward the same limit. */
const SERVER_MEGABYTES = 110;

/**
 * Warns before something is loaded that goes beyond what this process may have (`memoryLimit`): the
 * system would end it without a word.
 *
 * @param what such as "CIFAR-10"
 * @param megabytes that it needs at its peak
 * @param warn takes the sentence
 */
export function warnOfMemory(
  what: string,
  megabytes: number,
  warn: (sentence: string) => void = console.warn,
): void {
  const limit = memoryLimit() / MEGABYTE;
  if (limit === Number.POSITIVE_INFINITY) return; // nor does a browser tell what the page has
  const has = process.memoryUsage.rss() / MEGABYTE;
  const needed = Math.ceil((has + megabytes + SERVER_MEGABYTES) / 10) * 10;
  if (needed <= limit) return;
  warn(
    `${what} needs about ${megabytes.toFixed(0)} MB, this process has ${has.toFixed(0)} MB already, ` +
      `Jupyter's server about ${SERVER_MEGABYTES} MB, and the limit is ${limit.toFixed(0)} MB: the ` +
      `system may end the kernel. Restart kernels that are not needed, or ask for ${needed} MB.`,
  );
}
