import { Session } from "node:inspector";
import { workerData } from "node:worker_threads";
import { type ServerData, Signal } from "../threads.ts";
import { tell } from "./cells.ts";
import { stopAsking } from "./input.ts";
import { Interruption, type Target } from "./interruption.ts";

const { signals }: ServerData = workerData;

const TICK = 100; // milliseconds

const mainThread: Target = {
  listens: () => Atomics.load(signals, Signal.listeners) > 0,
  ask: () => tell({ kind: "askToStop" }),
  stop() {
    Atomics.store(signals, Signal.interrupt, 1);
    stopAsking();
    tell({ kind: "stop" });
  },
  ping: () => tell({ kind: "ping" }),
  terminate() {
    const inspector = new Session(); // attached no longer than needed: it would delay the exit
    inspector.connectToMainThread();
    inspector.post("Runtime.terminateExecution", () => inspector.disconnect());
    try {
      process.kill(-process.pid, "SIGINT"); // the cell may wait for a child process, in execSync
    } catch {
      // the kernel leads no process group: it was started by hand, or on Windows
    }
  },
};

/** The interruption that is under way. */
let current: Interruption | undefined;
let timer: NodeJS.Timeout | undefined;
let presses = 0;
let [pressed, press] = promise();
let [ended, end] = promise();
end();
let [lost, lose] = promise();

function promise(): [Promise<void>, () => void] {
  let resolve = () => {};
  return [new Promise((settle) => (resolve = settle)), () => resolve()];
}

/** Ends the running code. */
export function interrupt(): void {
  presses++;
  press();
  [pressed, press] = promise();
  if (current) {
    current.press();
    return;
  }
  [ended, end] = promise();
  const begun = new Interruption(mainThread);
  current = begun;
  timer = setInterval(() => {
    if (!begun.tick()) return;
    lose();
    [lost, lose] = promise();
  }, TICK);
}

/** Ends when an interrupt has not reached the running code. */
export function unreachable(): Promise<void> {
  return lost;
}

/** Takes the main thread's answer to a ping. */
export function pong(): void {
  current?.answer();
}

/** Takes the main thread's word that all code has ended. */
export function settled(): void {
  clearInterval(timer);
  current = undefined;
  end();
}

/** Ends when the user next interrupts. */
export function nextInterruption(): Promise<void> {
  return pressed;
}

/** How often the user has interrupted. */
export function interruptions(): number {
  return presses;
}

/** Holds the next cell back until no interrupt is under way. */
export function idle(): Promise<void> {
  return ended;
}

/** Ends the wait for a cell that was asked to stop and did. */
export function endedByItself(): void {
  if (current?.state === "asked") settled();
}
