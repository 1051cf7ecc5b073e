import { Session } from "node:inspector";
import { workerData } from "node:worker_threads";
import { type ServerData, Signal } from "../threads.ts";
import { tell } from "./cells.ts";
import { stopAsking } from "./input.ts";

const { signals }: ServerData = workerData;

const TICK = 100; // milliseconds
/** Ticks for which code that was asked to stop may go on. */
const PATIENCE = 7;
/** Silent ticks after which the main thread cannot have heard that it was asked. */
const DEAF = 5;
/** Silent ticks after which no interrupt point is expected any more. */
const HOPELESS = 7;
/** Ticks after which nothing helps, and the cell counts as ended. */
const LOST = 25;

let timer: NodeJS.Timeout | undefined;
let phase: "asked" | "stopping" | undefined;
let presses = 0;
let [pressed, press] = promise();
let [ended, end] = promise();
end();
let [lost, lose] = promise();
let answered = false;
let silent = 0;
let ticks = 0;

function promise(): [Promise<void>, () => void] {
  let resolve = () => {};
  return [new Promise((settle) => (resolve = settle)), () => resolve()];
}

/**
 * Ends the running code: code that listens to SIGINT may end by itself first, or is not asked
 * twice; then interrupt points throw; at last V8 terminates the execution.
 */
export function interrupt(): void {
  presses++;
  press();
  [pressed, press] = promise();
  if (phase === "asked") stop();
  if (phase) return;
  [ended, end] = promise();
  answered = false;
  silent = ticks = 0;
  timer = setInterval(tick, TICK);
  if (Atomics.load(signals, Signal.listeners) > 0) {
    phase = "asked";
    tell({ kind: "askToStop" });
  } else {
    stop();
  }
  tell({ kind: "ping" });
}

function stop(): void {
  phase = "stopping";
  Atomics.store(signals, Signal.interrupt, 1);
  stopAsking();
  tell({ kind: "stop" });
}

function tick(): void {
  ticks++;
  silent = answered ? 0 : silent + 1;
  answered = false;
  tell({ kind: "ping" });
  if (phase === "asked") {
    if (ticks >= PATIENCE || silent >= DEAF) stop();
  } else {
    if (silent >= HOPELESS) terminate();
    if (ticks !== LOST) return;
    lose();
    [lost, lose] = promise();
  }
}

function terminate(): void {
  const inspector = new Session(); // attached no longer than needed: it would delay the exit
  inspector.connectToMainThread();
  inspector.post("Runtime.terminateExecution", () => inspector.disconnect());
  try {
    process.kill(-process.pid, "SIGINT"); // the cell may wait for a child process, in execSync
  } catch {
    // the kernel leads no process group: it was started by hand, or on Windows
  }
}

/** Ends when an interrupt has not reached the running code. */
export function unreachable(): Promise<void> {
  return lost;
}

/** Takes the main thread's answer to a ping. */
export function pong(): void {
  answered = true;
}

/** Takes the main thread's word that all code has ended. */
export function settled(): void {
  clearInterval(timer);
  phase = undefined;
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
export function quiet(): Promise<void> {
  return ended;
}

/** Ends the wait for a cell that was asked to stop and did. */
export function stoppedByItself(): void {
  if (phase === "asked") settled();
}
