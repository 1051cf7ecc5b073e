import type * as BullMQ from "bullmq";
import type * as IORedis from "ioredis";

/**
 * The packages that a search on many machines needs, and nothing else does.
 *
 * @throws Error when they are not installed
 */
export async function packages(): Promise<{ bullmq: typeof BullMQ; ioredis: typeof IORedis }> {
  try {
    const [bullmq, ioredis] = await Promise.all([import("bullmq"), import("ioredis")]);
    return { bullmq, ioredis };
  } catch (error) {
    throw new Error(
      `lib/redis needs the packages bullmq and ioredis: npm install bullmq ioredis (${(error as Error).message})`,
      { cause: error },
    );
  }
}
