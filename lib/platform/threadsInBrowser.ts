import { browser } from "./browser.ts";
import type { Listener, Thread, ThreadOptions } from "./threads.ts";

const NAME = "lib-thread";

/** Whether this code runs in a thread that the library has started. */
export const isThread: boolean = browser.name === NAME;

/** Whether a thread starts although the one that starts it waits: not before its event loop goes on. */
export const startsAtOnce = false;

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
  _options?: ThreadOptions,
): Thread {
  const worker = new browser.Worker(script, { type: "module", name: NAME });
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
  browser.onmessage = async ({ data }) => {
    try {
      if (start) await work(data, start.data, tell);
      else start = { data };
    } catch (error) {
      setTimeout(() => {
        throw error; // or the one who started it would hear nothing: a rejection ends no worker
      });
    }
  };
}
