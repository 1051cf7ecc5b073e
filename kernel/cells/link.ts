import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import { complain, complainTo } from "../complain.ts";
import {
  type Answer,
  type FromCells,
  type Posted,
  type Question,
  type ServerData,
  Signal,
  type Translated,
} from "../threads.ts";
import { captureDescriptors } from "./descriptors.ts";
import { connect } from "./outlet.ts";

/** The memory shared with the server thread; see `Signal`. */
const signals = new Int32Array(new SharedArrayBuffer(12));

const channel = new MessageChannel();
const data: ServerData = {
  connectionFile: process.argv[2],
  language: process.argv[3] === "javascript" ? "javascript" : "typescript",
  answers: channel.port2,
  descriptors: captureDescriptors(),
  signals,
};

if (data.descriptors) complainTo(data.descriptors.terminal);

/** The thread that talks to Jupyter. */
export const server: Worker = new Worker(new URL("../server/server.js", import.meta.url), {
  workerData: data,
  transferList: [channel.port2],
  resourceLimits: { maxYoungGenerationSizeMb: 8 }, // messages are short-lived
  stdout: true,
  stderr: true, // with both Node leaves this process's own streams alone: see streams.ts
});
server.stderr.on("data", (text) => complain(String(text).trimEnd()));

function tell(message: FromCells): void {
  const isStdout = message.kind === "stream" && message.name === "stdout";
  const posted: Posted = isStdout ? message.text : message;
  server.postMessage(posted);
}

connect({ signals, tell });

/**
 * Asks the server thread and blocks until it answers; null says that there is no file to load,
 * or no user to ask, or that an interrupt ended the wait.
 */
export function ask(question: { kind: "input"; prompt: string; password: boolean }): string | null;
export function ask(question: { kind: "load"; file: string }): Translated | null;
export function ask(question: Question): Answer {
  while (receiveMessageOnPort(channel.port1)); // answers to questions that were interrupted
  Atomics.store(signals, Signal.answered, 0);
  tell(question);
  Atomics.wait(signals, Signal.answered, 0);
  return receiveMessageOnPort(channel.port1)?.message ?? null;
}
