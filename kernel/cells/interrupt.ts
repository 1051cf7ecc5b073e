import { Signal } from "../threads.ts";
import { signals, tell } from "./link.ts";

/** What running code gets when the user interrupts it. */
export class KeyboardInterrupt extends Error {
  override name = "KeyboardInterrupt";
  constructor() {
    super("interrupted");
  }
}

/** How long code has to unwind before its timers are dropped, in milliseconds. */
const GRACE = 150;

const waiting = new Set<(error: Error) => void>();
const { setTimeout } = globalThis; // this one is not dropped
let stopping = false;
let epoch = 0;

/** A loop's body, a function's start: ends the code there when an interrupt is wanted. */
export function check(): void {
  if (signals[Signal.interrupt]) throw new KeyboardInterrupt();
}

/** `await step(value)` is `await value` that an interrupt ends. */
export function step<T>(value: T | PromiseLike<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    if (stopping) return; // code that swallows the error waits here for ever
    if (signals[Signal.interrupt]) return reject(new KeyboardInterrupt());
    waiting.add(reject);
    const settle =
      <V>(end: (outcome: V) => void) =>
      (outcome: V) => {
        waiting.delete(reject);
        end(outcome);
      };
    Promise.resolve(value).then(settle(resolve), settle(reject));
  });
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

/** Ends all running code: its awaits throw, then its timers fire no more; then calls `ended`. */
export function stop(ended: () => void): void {
  if (stopping) return;
  stopping = true;
  for (const reject of waiting) reject(new KeyboardInterrupt());
  waiting.clear();
  setTimeout(() => {
    epoch++;
    stopping = false;
    Atomics.store(signals, Signal.interrupt, 0);
    (process as NodeJS.EventEmitter).emit("interrupted"); // libraries may have been cut off midway
    ended();
    tell({ kind: "settled" });
  }, GRACE);
}
