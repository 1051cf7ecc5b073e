import { setTimeout as sleep } from "node:timers/promises";
import type { Job, Queue } from "bullmq";
import type { Redis } from "ioredis";
import { type EngineTask, failureOf } from "../cifar/gridSearch/engine.ts";
import type { Entry } from "../cifar/gridSearch/trial.ts";
import { sendWanted } from "./datasets.ts";
import { ATTEMPTS, type Keys, type TrialJob, trialId } from "./keys.ts";
import { troubleNotice, workersNotice } from "./notices.ts";
import { QueuedTrials } from "./queuedTrials.ts";
import { type Presence, present } from "./registry.ts";
import { STOPPED } from "./runningTrials.ts";

/** What a search talks through. */
interface Connection {
  readonly client: Redis;
  readonly queue: Queue;
  readonly keys: Keys;
  /** The version of the code. */
  readonly code: string;
  /** The server's name for messages. */
  readonly server: string;
}

/** Milliseconds after which a search says that nobody works for it. */
const GRACE = 2000;

/** Milliseconds that an interrupted search takes to tell the workers. */
const LAST_WORDS = 1500;

/** Outcomes that are fetched at a time. */
const TAKEN = 20;

/** BullMQ's word for a job whose worker died too often. */
const STALLED = /stalled more than allowable/;

/**
 * A search on the workers of a Redis server. It keeps no state but which trials it waits for, and looks
 * again and again: a trial that Redis knows nothing of (any more) is added, one that has an outcome
 * ends. So it does not matter what was lost meanwhile, or who else waits for the same.
 */
export class RemoteSearch {
  readonly #at: Connection;
  readonly #task: EngineTask;
  readonly #missing: Map<string, { readonly entry: Entry; readonly job: TrialJob }>;
  readonly #queued: QueuedTrials;
  readonly #machines = new Set<string>();
  readonly #heard = new Map<string, string>();
  #workers: readonly Presence[] = [];
  #state = "";

  constructor(at: Connection, trials: readonly Entry[], task: EngineTask) {
    this.#at = at;
    this.#task = task;
    const { used, backend } = task;
    this.#missing = new Map(
      trials.map((entry) => {
        const job = { settings: entry.settings, data: used, backend };
        return [trialId(job, at.code), { entry, job }];
      }),
    );
    this.#queued = new QueuedTrials(at.client, at.queue, at.keys);
  }

  async run(): Promise<void> {
    const { signal } = this.#task;
    const start = performance.now();
    let begun = false;
    while (this.#missing.size > 0 && !signal.aborted) {
      const pause = Math.min(2000, 200 + this.#missing.size);
      try {
        if (!begun) await this.#forgetFailures();
        begun = true;
        await this.#look(performance.now() - start);
      } catch (error) {
        const { client, server } = this.#at;
        const isAway = client.status !== "ready";
        this.#tell(this.#workers, troubleNotice(error as Error, { server, isAway }));
      }
      if (this.#missing.size > 0) await sleep(pause, undefined, { signal }).catch(() => {});
    }
    const ended = this.#queued.end(this.#ids);
    await Promise.race([ended.catch(() => {}), sleep(LAST_WORDS, undefined, { ref: false })]);
    if (this.#machines.size > 1) {
      const names = [...this.#machines].toSorted().join("; ");
      this.#task.note(`The trials ran on different machines: ${names}.`);
    }
  }

  get #ids(): string[] {
    return [...this.#missing.keys()];
  }

  /** Failures that are left from searches that ended: such trials run again. */
  async #forgetFailures(): Promise<void> {
    await Promise.allSettled((await this.#failed()).map((job) => job.remove()));
  }

  async #failed(): Promise<Job[]> {
    const jobs = await this.#queued.failed();
    return jobs.filter((job) => this.#missing.has(job?.id ?? ""));
  }

  async #look(milliseconds: number): Promise<void> {
    const { client, keys, code, server } = this.#at;
    const { data, used } = this.#task;
    const sets = { [used.train]: data.train, [used.validation]: data.validation };
    await sendWanted(client, keys, sets);
    const workers = await present(client, keys);
    const isEarly = milliseconds < GRACE;
    this.#tell(workers, workersNotice(workers, { code, server, isEarly }));

    const { found, unknown, reports } = await this.#queued.look(this.#ids);
    for (const [id, report] of reports) this.#hear(id, report);
    for (let i = 0; i < found.length; i += TAKEN) await this.#take(found.slice(i, i + TAKEN));
    for (const job of await this.#failed()) await this.#fail(job);
    const jobs = unknown.flatMap((id): [string, TrialJob][] => {
      const job = this.#missing.get(id)?.job;
      return job ? [[id, job]] : [];
    });
    await this.#queued.add(new Map(jobs));
  }

  #hear(id: string, report: string): void {
    if (this.#heard.get(id) === report) return;
    this.#heard.set(id, report);
    const trial = this.#missing.get(id);
    if (trial) this.#task.onUpdate(trial.entry, JSON.parse(report));
  }

  /** Fetches what trials found; Redis forgets it once it is stored and no other search waits. */
  async #take(ids: readonly string[]): Promise<void> {
    const stored: string[] = [];
    for (const [id, { outcome, machine }] of await this.#queued.outcomes(ids)) {
      const trial = this.#missing.get(id);
      if (!trial) continue;
      this.#missing.delete(id);
      this.#machines.add(machine);
      if (await this.#task.onEnd(trial.entry, outcome)) stored.push(id);
    }
    await this.#queued.release(stored);
  }

  async #fail(job: Job): Promise<void> {
    const id = job.id ?? "";
    const trial = this.#missing.get(id);
    if (!trial) return;
    const { failedReason = "", attemptsMade, processedOn, finishedOn } = job;
    if (failedReason === STOPPED) {
      await Promise.allSettled([job.remove()]); // left by a search before: the trial is added again
      return;
    }
    const times = attemptsMade > 1 ? `, ${attemptsMade} times` : "";
    const died = STALLED.test(failedReason)
      ? `its worker died ${ATTEMPTS} times`
      : `${failedReason}${times}`;
    this.#missing.delete(id);
    const seconds = Math.max(0, Number(finishedOn) - Number(processedOn)) / 1000; // by two clocks
    await this.#task.onEnd(trial.entry, failureOf({ died, seconds }));
    await this.#queued.release([id]);
  }

  #tell(workers: readonly Presence[], notice: string | undefined): void {
    this.#workers = workers;
    const own = workers.filter(({ code }) => code === this.#at.code);
    const state = { workers: own.map(({ id, host }) => ({ name: id, host })), notice };
    const text = JSON.stringify(state);
    if (text === this.#state) return;
    this.#state = text;
    this.#task.onState(state);
  }
}
