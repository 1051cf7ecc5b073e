export { type RedisOptions, redis } from "./redis.ts";
export { type RunningWorker, startWorker, type WorkerOptions } from "./startWorker.ts";
