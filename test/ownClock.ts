import { expect } from "chai";

/** A clock that the tests of a suite move on, and what they write to the terminal. */
export interface OwnClock {
  /** Moves it on, as for who is busy meanwhile. */
  skip(seconds: number): void;
  /** Moves it on, then has what comes each second come once. */
  pass(seconds: number): void;
  /** Whether something comes each second. */
  readonly ticks: boolean;
  /** What stderr got during a test; it is not shown. */
  readonly shown: string;
}

/** For each test of a suite, what `performance.now` and `setInterval` go by, and what stderr writes to. */
export function ownClock(): OwnClock {
  const { setInterval, clearInterval } = globalThis;
  const { isTTY, write } = process.stderr;
  const { now } = performance;
  const timer = 7;
  let shown: string;
  let tick: (() => void) | undefined;
  let time: number;
  beforeEach(() => {
    [shown, tick, time] = ["", undefined, 100_000];
    Object.assign(globalThis, {
      setInterval(act: () => void, milliseconds: number) {
        expect(milliseconds).to.equal(1000);
        tick = act;
        return timer;
      },
      clearInterval(ended: number) {
        if (ended === timer) tick = undefined;
      },
    });
    performance.now = () => time;
    process.stderr.write = ((text: string) => {
      shown += text;
      return true;
    }) as typeof write;
  });
  afterEach(() => {
    Object.assign(globalThis, { setInterval, clearInterval });
    performance.now = now;
    Object.assign(process.stderr, { isTTY, write });
  });
  const skip = (seconds: number) => {
    time += 1000 * seconds;
  };
  return {
    skip,
    pass(seconds) {
      skip(seconds);
      tick?.();
    },
    get ticks() {
      return tick !== undefined;
    },
    get shown() {
      return shown;
    },
  };
}
