import { randomUUID } from "node:crypto";
import { workerData } from "node:worker_threads";
import { type Question, type ServerData, Signal } from "../threads.ts";
import { giveAnswer } from "./cells.ts";
import { wrongField } from "./fields.ts";
import type { Sockets } from "./sockets.ts";
import type { Request } from "./wire.ts";

const { signals }: ServerData = workerData;

/** The `input_request` that the running cell waits for. */
let asked: string | undefined;

/** Asks the user for whom a cell runs, if the client takes input. */
export function askUser(
  sockets: Sockets,
  { prompt, password }: Question & { kind: "input" },
  cell: Request | undefined,
): void {
  const isInterrupted = Atomics.load(signals, Signal.interrupt) === 1;
  if (cell?.content.allow_stdin && !isInterrupted) {
    asked = randomUUID();
    sockets.reply(sockets.stdin, "input_request", { prompt, password }, cell, asked);
  } else {
    giveAnswer(null);
  }
}

/**
 * Takes the user's input; what answers an earlier question, which was interrupted, is dropped.
 *
 * @throws TypeError if it holds no text: the question stays open
 */
export function takeInput({ parent, content }: Request): void {
  if (!asked || (parent.msg_id && parent.msg_id !== asked)) return;
  const wrong = wrongField("input_reply", content);
  if (wrong) throw new TypeError(wrong);
  asked = undefined;
  giveAnswer(content.value);
}

/** Ends the wait for the user. */
export function stopAsking(): void {
  if (asked) giveAnswer(null);
  asked = undefined;
}
