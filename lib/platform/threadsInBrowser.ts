import { browser } from "./browser.ts";
import type { Listener, Thread } from "./threads.ts";

/**
 * Starts a thread.
 *
 * @param script calls `serve`
 * @param data what it starts with
 * @param listener hears of it
 */
export function startThread(script: URL, data: unknown, listener: Listener): Thread {
  const worker = new browser.Worker(script, { type: "module", name: "lib-thread" });
  worker.onmessage = ({ data: message }) => listener.message(message);
  worker.onerror = (event) => {
    event.preventDefault();
    worker.terminate();
    listener.died(`its worker thread died: ${event.message || "its script could not be loaded"}`);
  };
  worker.postMessage(data); // first of all, which `serve` takes as such
  return {
    post: (message) => worker.postMessage(message),
    async end() {
      worker.terminate();
      listener.died("its worker thread was ended");
    },
  };
}

/** In a thread's script: calls back with each message, what the thread was started with, and an answer. */
export function serve<Data, Message>(
  work: (message: Message, data: Data, tell: (answer: unknown) => void) => unknown,
): void {
  const tell = (answer: unknown) => browser.postMessage(answer);
  let start: { data: Data } | undefined;
  browser.onmessage = ({ data }) => {
    if (start) work(data, start.data, tell);
    else start = { data };
  };
}
