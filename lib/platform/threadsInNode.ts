import { parentPort, Worker, workerData } from "node:worker_threads";
import type { Listener, Thread, ThreadOptions } from "./threads.ts";

/** Whether a thread starts although the one that starts it waits; in a kernel an interrupt drops what it awaits. */
export const startsAtOnce = true;

/**
 * Starts a thread.
 *
 * @param script calls `serve`
 * @param data what it starts with
 * @param listener hears of it
 */
export function startThread(
  script: URL,
  data: unknown,
  listener: Listener,
  { isHelper = false }: ThreadOptions = {},
): Thread {
  const worker = new Worker(script, { workerData: data, ...(isHelper && { execArgv: [] }) });
  let death = "";
  worker.on("message", (message) => listener.message(message as never));
  worker.on("error", (error) => {
    death = `its worker thread died: ${error.message}`;
  });
  worker.on("exit", (code) =>
    listener.died(death || `its worker thread ended with exit code ${code}`),
  );
  if (isHelper) worker.unref();
  return { post: (message) => worker.postMessage(message), end: () => worker.terminate() };
}

/** In a thread's script: calls back with each message, what the thread was started with, and an answer. */
export function serve<Data, Message>(
  work: (message: Message, data: Data, tell: (answer: unknown) => void) => unknown,
): void {
  const tell = (answer: unknown) => parentPort?.postMessage(answer);
  parentPort?.on("message", (message: Message) => work(message, workerData, tell));
}
