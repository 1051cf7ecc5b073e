import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import {
  type Answer,
  type Built,
  type Cell,
  type Done,
  type ServerData,
  Signal,
  type ToCells,
} from "../threads.ts";

if (!parentPort) throw new Error("server.js is started by main.js, as a worker");

const { answers, signals }: ServerData = workerData;

/** The main thread, which runs the cells. */
export const cells: MessagePort = parentPort;

let finished: ((done: Done) => void) | undefined;

/** Sends the main thread a message. */
export function tell(message: ToCells): void {
  cells.postMessage(message);
}

/** Answers the question that the main thread waits for. */
export function giveAnswer(answer: Answer): void {
  answers.postMessage(answer);
  Atomics.store(signals, Signal.answered, 1);
  Atomics.notify(signals, Signal.answered);
}

/** Has a cell run on the main thread. */
export function runCell(cell: Cell, built: Built): Promise<Done> {
  return new Promise((resolve) => {
    finished = resolve;
    tell({ kind: "run", cell, built });
  });
}

/** Takes the main thread's word that the cell has ended. */
export function cellEnded(done: Done): void {
  finished?.(done);
}
