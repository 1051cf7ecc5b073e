import { breathe } from "#breathe";
import { startsAtOnce, startThread } from "#threads";
import type { Thread } from "../../platform/threads.ts";
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

/** Milliseconds to wait for helpers to be ready. */
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
  readonly #helpers: Thread[] = [];
  #started = 0;

  constructor(memory: TensorMemory) {
    this.#memory = memory;
    this.#close();
  }

  /** How many there are, with the calling thread. */
  get count(): number {
    return 1 + this.#helpers.length;
  }

  /** Starts helpers, which takes about 30 ms, or ends some; one that is not ready in time takes part later. */
  async setCount(count: number): Promise<void> {
    this.#close();
    for (const helper of this.#helpers.splice(count - 1)) void helper.end();
    while (this.count < count) this.#helpers.push(this.#start());
    const end = performance.now() + TIMEOUT;
    for (;;) {
      const ready = Atomics.load(this.#state, READY);
      const left = end - performance.now();
      if (ready >= this.#started || left <= 0) return;
      if (startsAtOnce) Atomics.wait(this.#state, READY, ready, left);
      else await breathe();
    }
  }

  #start(): Thread {
    const data: HelperData = { memory: this.#memory, state: this.#state, thread: this.count };
    const script = new URL("./tensorThread.js", import.meta.url);
    const helper: Thread = startThread(
      script,
      data,
      {
        message() {},
        died: (reason) => {
          // what it was at is not computed
          if (this.#helpers.includes(helper)) {
            throw new Error(`WebAssembly lost a thread: ${reason}`);
          }
        },
      },
      { isHelper: true },
    );
    helper.post("begin");
    this.#started++;
    return helper;
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
