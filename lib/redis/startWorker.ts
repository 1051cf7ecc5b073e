import { randomUUID } from "node:crypto";
import os from "node:os";
import type { Job } from "bullmq";
import { cores } from "../backend/cores.ts";
import { hyperparametersText } from "../cifar/gridSearch/hyperparameters.ts";
import type { JobEnd } from "../cifar/gridSearch/jobThread.ts";
import { TIMEOUT } from "../cifar/gridSearch/threads.ts";
import type { Outcome } from "../cifar/gridSearch/trial.ts";
import { checkJob } from "./checkJob.ts";
import { computingCode } from "./computingCode.ts";
import { begin, connect, serverOf } from "./connect.ts";
import { ATTEMPTS, KEPT, keysOf, type TrialJob } from "./keys.ts";
import { packOutcome } from "./outcomes.ts";
import { packages } from "./packages.ts";
import { announce, depart } from "./registry.ts";
import { Ended, RunningTrials, STOPPED } from "./runningTrials.ts";
import { trialData } from "./trialData.ts";
import { type RunOptions, TrialRunner } from "./trialRunner.ts";

/** How a worker works. */
export interface WorkerOptions {
  /** Trials at the same time, each on one core. Default: one a core. */
  readonly trials?: number;
  /** Seconds without a report after which a trial is ended and tried again, three times in all. Default: 300. */
  readonly timeout?: number;
  /** Seconds after which a worker that is not heard of is taken to be dead. Default: 30. */
  readonly lock?: number;
  /** As the searches have it. Default: "cnn". */
  readonly prefix?: string;
  /** The name to show. Default: the host's. */
  readonly host?: string;
  readonly log?: (text: string) => void;
  /** What runs a trial. Default: training, in a thread. */
  readonly run?: (job: TrialJob, options: RunOptions) => Promise<JobEnd<Outcome>>;
}

/** A worker that is there. */
export interface RunningWorker {
  /** Takes no more trials, and ends when those that run have ended. */
  finish(): Promise<void>;
  /** Gives the trials that run back to the others, and ends at once. */
  leave(): Promise<void>;
}

/** Milliseconds between two reports. */
const PAUSE = 1000;

/** Milliseconds at most for a worker that leaves to give its trials back, whose threads end first. */
const LAST_WORDS = 10_000;

/**
 * Runs trials of the searches that go on at a Redis server, until it is told to end. It waits where
 * there is none, and for Redis where that is away.
 *
 * @throws Error when there is no server, or it refuses the password
 */
export async function startWorker(
  url: string,
  {
    trials = cores(),
    timeout = TIMEOUT,
    lock = 30,
    prefix = "cnn",
    host = os.hostname(),
    log = console.log,
    run,
  }: WorkerOptions = {},
): Promise<RunningWorker> {
  const { bullmq } = await packages();
  const { UnrecoverableError, WaitingError } = bullmq;
  const server = serverOf(url);
  const client = await connect(url, { waits: true });
  const id = randomUUID();
  const code = computingCode();
  const keys = keysOf(prefix, code);
  const machine = `Node.js ${process.version} on ${process.platform} ${process.arch}`;
  const running = new RunningTrials(client, keys, id);
  const runner = new TrialRunner(trialData(client, keys, log), timeout);
  const runTrial = run ?? runner.run.bind(runner);

  const work = async (job: Job, token?: string): Promise<void> => {
    const trial = job.id ?? "";
    try {
      const task = checkJob(job.data);
      log(`begins ${trial.slice(0, 8)}: ${hyperparametersText(task.settings)}`);
      const outcome = await running.run(trial, (options) => runTrial(task, options));
      const text = packOutcome({ outcome, machine });
      await client.set(keys.outcome(trial), text, "EX", KEPT.outcome); // before BullMQ may lose it
      log(`ended ${trial.slice(0, 8)}: ${outcome.status}`);
    } catch (error) {
      const { name, message } = error as Error;
      log(`gave up ${trial.slice(0, 8)}: ${message}`);
      if (error instanceof Ended && message !== STOPPED) {
        await job.moveToWait(token);
        throw new WaitingError();
      }
      const isFinal = error instanceof Ended || /^(Type|Range)Error$/.test(name);
      throw isFinal ? new UnrecoverableError(message) : error;
    }
  };
  const worker = new bullmq.Worker(keys.queue, work, {
    connection: client,
    prefix,
    concurrency: trials,
    lockDuration: lock * 1000,
    stalledInterval: Math.ceil((lock * 1000) / 3), // BullMQ takes whole ones alone
    maxStalledCount: ATTEMPTS - 1,
  });
  let away = false;
  worker.on("error", (error) => {
    const isLost = client.status !== "ready";
    // of a connection that is made again: they are two, and each fails before it counts as lost
    const isBroken = "syscall" in error || error.message === "Connection is closed.";
    if (isLost && !away) log(`Redis at ${server} does not answer; the worker waits for it`);
    if (!isLost && !isBroken) log(`Redis at ${server} says: ${error.message}`);
    away = isLost;
  });
  client.on("ready", () => {
    if (away) log(`Redis at ${server} answers again`);
    away = false;
  });
  worker.on("failed", (job, { message }) => {
    if (message === STOPPED) job?.remove().catch(() => {});
  });
  await begin(worker, server).catch(async (error) => {
    await worker.close(true).catch(() => {});
    client.disconnect();
    throw error;
  });
  const presence = { id, host, code, trials };
  const tick = async () => {
    if (client.status !== "ready") return;
    await announce(client, keys, presence);
    await running.report();
  };
  await announce(client, keys, presence);
  const clock = setInterval(() => void tick().catch(() => {}), PAUSE).unref();
  log(`works for ${server}: ${trials} trials at a time, code ${code}`);

  const end = async () => {
    await worker.close();
    clearInterval(clock);
    await runner.end();
    await Promise.allSettled([depart(client, keys, id)]);
    client.disconnect();
  };
  return {
    finish: end,
    async leave() {
      running.end("its worker left");
      const isAway = client.status !== "ready"; // takes nothing back
      const late = new Promise((resolve) => setTimeout(resolve, LAST_WORDS).unref());
      await Promise.race([isAway ? worker.close(true) : end(), late]);
      client.disconnect();
    },
  };
}
