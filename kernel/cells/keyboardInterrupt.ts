import { Signal } from "../threads.ts";
import { signals, tell } from "./outlet.ts";

/** What running code gets when the user interrupts it. */
export class KeyboardInterrupt extends Error {
  override name = "KeyboardInterrupt";
  constructor() {
    super("interrupted");
  }
}

/** How long code has to unwind before its timers are dropped, in milliseconds. */
const GRACE = 150;

/** How long libraries have to put in order what was cut off midway, in milliseconds. */
const TIMEOUT = 1500;

const waiting = new Set<(error: Error) => void>();
const { setTimeout } = globalThis; // this one is not dropped
let stopping = false;
let epoch = 0;

/** A loop's body, a function's start: ends the code there when an interrupt is wanted. */
export function check(): void {
  if (signals[Signal.interrupt]) throw new KeyboardInterrupt();
}

/**
 * `await step(value)` is `await value` that an interrupt ends. The promise takes its outcome from
 * the value without a function of ours between them, so that V8 finds who awaits in stacks.
 */
export async function step<T>(value: T | PromiseLike<T>): Promise<T> {
  if (stopping) return new Promise(() => {}); // code that swallows the error waits here for ever
  check();
  let abort = (_error: Error) => {};
  try {
    return await new Promise<T>((resolve, reject) => {
      abort = reject;
      waiting.add(reject);
      Promise.resolve(value).then(resolve, reject);
    });
  } finally {
    waiting.delete(abort);
  }
}

/** `for await (const item of steps(source))` is `for await` that an interrupt ends. */
export async function* steps<T>(source: AsyncIterable<T> | Iterable<T>): AsyncGenerator<T> {
  for await (const item of source) yield await step(item as T);
}

/** A test that holds until the next interrupt has ended. */
export function untilInterrupted(): () => boolean {
  const born = epoch;
  return () => born === epoch;
}

/** Lets code that listens to SIGINT, such as a training loop, come to an end by itself. */
export function askToStop(): void {
  process.emit("SIGINT", "SIGINT");
}

/**
 * Ends all running code: its awaits throw, then its timers fire no more; then, when libraries have
 * put in order what was cut off midway, calls `ended`.
 */
export function stop(ended: () => void): void {
  if (stopping) return;
  stopping = true;
  for (const reject of waiting) reject(new KeyboardInterrupt());
  waiting.clear();
  setTimeout(() => {
    epoch++;
    stopping = false;
    Atomics.store(signals, Signal.interrupt, 0);
    const endings: Promise<unknown>[] = [];
    const wait = (ending: Promise<unknown>) => endings.push(ending);
    (process as NodeJS.EventEmitter).emit("interrupted", wait);
    const timeout = new Promise((resolve) => setTimeout(resolve, TIMEOUT));
    void Promise.race([Promise.allSettled(endings), timeout]).then(() => {
      ended();
      tell({ kind: "settled" });
    });
  }, GRACE);
}
