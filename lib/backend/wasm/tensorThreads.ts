import { Worker } from "node:worker_threads";
import type { TensorMemory } from "../../simd/instantiate.ts";
import {
  AT_WORK,
  CLOSED,
  type DividedWork,
  type DivisibleKernels,
  NEXT,
  READY,
  STARTED,
  STATE_BYTES,
  takeUnits,
  waitForChange,
  writeWork,
} from "./dividedWork.ts";

/** Milliseconds to wait for the next helper to be ready. */
const TIMEOUT = 1000;

/** What a helper is started with. */
export interface HelperData {
  readonly memory: TensorMemory;
  readonly state: Int32Array;
  readonly thread: number;
}

/**
 * The calling thread and helpers that divide work among them, in memory that they share. Helpers
 * sleep where there is none, and do not keep the process alive.
 *
 * The calling thread may be terminated in the midst of it, as a notebook's stop button does as the
 * last resort. Helpers then go on until the next call, in memory that nobody has freed.
 */
export class TensorThreads {
  readonly #state = new Int32Array(new SharedArrayBuffer(STATE_BYTES));
  readonly #memory: TensorMemory;
  readonly #helpers: Worker[] = [];
  #started = 0;

  constructor(memory: TensorMemory) {
    this.#memory = memory;
    this.#close();
  }

  /** How many there are, with the calling thread. */
  get count(): number {
    return 1 + this.#helpers.length;
  }

  /** Starts helpers, which takes about 30 ms each, or ends some. */
  set count(count: number) {
    this.#close();
    for (const helper of this.#helpers.splice(count - 1)) helper.terminate();
    while (this.count < count) {
      const workerData: HelperData = {
        memory: this.#memory,
        state: this.#state,
        thread: this.count,
      };
      const options = { workerData, execArgv: [] }; // not the loaders of the program
      const helper = new Worker(new URL("./tensorThread.js", import.meta.url), options);
      helper.unref();
      this.#helpers.push(helper);
      this.#started++;
    }
    this.#waitForHelpers();
  }

  /** Returns when all is computed. */
  run(work: DividedWork, kernels: DivisibleKernels): void {
    this.#close(); // what a terminated call may have left
    writeWork(this.#state, work);
    Atomics.store(this.#state, NEXT, 0);
    Atomics.add(this.#state, STARTED, 1);
    Atomics.notify(this.#state, STARTED);
    takeUnits(this.#state, kernels, 0);
    this.#close();
  }

  /** One that is not ready in time takes part later. */
  #waitForHelpers(): void {
    for (let outcome = "ok"; outcome !== "timed-out"; ) {
      const ready = Atomics.load(this.#state, READY);
      if (ready >= this.#started) return;
      outcome = Atomics.wait(this.#state, READY, ready, TIMEOUT);
    }
  }

  /** Lets no helper begin another unit, and waits until none is at one. */
  #close(): void {
    Atomics.store(this.#state, NEXT, CLOSED);
    for (;;) {
      const count = Atomics.load(this.#state, AT_WORK);
      if (count === 0) return;
      waitForChange(this.#state, AT_WORK, count);
    }
  }
}
