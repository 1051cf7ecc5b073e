import { syncBuiltinESMExports } from "node:module";
import timers from "node:timers";
import { promisify } from "node:util";
import { untilInterrupted } from "./keyboardInterrupt.ts";
import { takeUncaught } from "./uncaught.ts";

type Callback = (...args: unknown[]) => void;

const reaction = Promise.resolve();

/**
 * The callback as a promise reaction, dropped once an interrupt has ended. V8 can terminate a
 * promise reaction; terminated directly in a timer's callback, Node's own lists break.
 */
function guard(callback: Callback): Callback {
  const alive = untilInterrupted();
  return function (this: unknown, ...args) {
    void reaction.then(() => {
      if (!alive()) return;
      try {
        callback.apply(this, args);
      } catch (error) {
        takeUncaught(error, "uncaughtException");
      }
    });
  };
}

/** Puts timers whose callbacks can be interrupted in the place of Node's. */
export function guardTimers(): void {
  const real = { ...timers };
  const checked = (callback: Callback) =>
    typeof callback === "function" ? guard(callback) : callback;
  const guarded = {
    setTimeout: (callback: Callback, ms?: number, ...args: unknown[]) =>
      real.setTimeout(checked(callback), ms, ...args),
    setInterval: (callback: Callback, ms?: number, ...args: unknown[]) =>
      real.setInterval(checked(callback), ms, ...args),
    setImmediate: (callback: Callback, ...args: unknown[]) =>
      real.setImmediate(checked(callback), ...args),
  };
  Object.defineProperty(guarded.setTimeout, promisify.custom, {
    value: (ms: number, value: unknown) =>
      new Promise((resolve) => guarded.setTimeout(resolve, ms, value)),
  });
  Object.defineProperty(guarded.setImmediate, promisify.custom, {
    value: (value: unknown) => new Promise((resolve) => guarded.setImmediate(resolve, value)),
  });
  Object.assign(globalThis, guarded);
  Object.assign(timers, guarded);
  syncBuiltinESMExports();
}
