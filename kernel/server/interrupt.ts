import { Session } from "node:inspector";
import { workerData } from "node:worker_threads";
import { type ServerData, Signal } from "../threads.ts";
import { tell } from "./cells.ts";

const { signals }: ServerData = workerData;

const TICK = 100; // milliseconds
/** Ticks for which a main thread that answers may go on, and end by itself. */
const PATIENCE = 6;
/** Silent ticks after which the main thread cannot be expected to end by itself. */
const DEAF = 3;
/** Silent ticks after which no interrupt point is expected any more. */
const HOPELESS = 5;

let timer: NodeJS.Timeout | undefined;
let phase: "asked" | "stopping" | undefined;
let answered = false;
let silent = 0;
let ticks = 0;

/**
 * Ends the running code: code that listens to SIGINT may end by itself first; then interrupt
 * points throw; at last V8 terminates the execution.
 */
export function interrupt(): void {
  if (phase === "stopping") return;
  const listening = Atomics.load(signals, Signal.listeners) > 0;
  if (phase === "asked" || !listening) {
    stop();
  } else {
    phase = "asked";
    tell({ kind: "askToStop" });
    watch();
  }
}

function stop(): void {
  phase = "stopping";
  Atomics.store(signals, Signal.interrupt, 1);
  tell({ kind: "stop" });
  tell({ kind: "ping" });
  watch();
}

function watch(): void {
  clearInterval(timer);
  answered = false;
  silent = ticks = 0;
  timer = setInterval(tick, TICK);
}

function tick(): void {
  ticks++;
  silent = answered ? 0 : silent + 1;
  answered = false;
  tell({ kind: "ping" });
  if (phase === "asked") {
    if (ticks >= PATIENCE || silent >= DEAF) stop();
  } else if (silent >= HOPELESS) {
    const inspector = new Session(); // attached no longer than needed: it would delay the exit
    inspector.connectToMainThread();
    inspector.post("Runtime.terminateExecution", () => inspector.disconnect());
  }
}

/** Takes the main thread's answer to a ping. */
export function pong(): void {
  answered = true;
}

/** Takes the main thread's word that all code has ended. */
export function settled(): void {
  clearInterval(timer);
  phase = undefined;
}

/** Ends the wait for a cell that was asked to stop and did. */
export function stoppedByItself(): void {
  if (phase === "asked") settled();
}
