import { Signal } from "../../../kernel/threads.ts";
import type { FromThread, FromWorker, ToThread, ToWorker } from "../messages.ts";

/** Milliseconds from a Stop until code that shares memory is ended, and until its worker is. */
const SOON = 400;
const LATE = 1800;

/** Where a page's kernel comes from, as absolute addresses. */
export interface Place {
  /** The folder of its scripts. */
  base: string;
  /** The file of the page's cells. */
  cells: string;
}

/** The kernel of a page, as the page sees it: a worker, and another one after a restart. */
export class PageKernel {
  readonly #place: Place;
  readonly #hear: (message: FromWorker) => void;
  #worker: Worker | undefined;
  /** What the worker has asked for. */
  readonly #threads = new Set<Worker>();
  /** Of a worker that shares them. */
  #signals: Int32Array | undefined;
  #running: string | undefined;

  /** @param hear is told what the worker tells */
  constructor(place: Place, hear: (message: FromWorker) => void) {
    this.#place = place;
    this.#hear = hear;
  }

  /** Sends a message, to a new worker if there is none. */
  post(message: Exclude<ToWorker, { type: "start" | "stop" }>): void {
    this.#worker ??= this.#start();
    if (message.type === "run") this.#running ??= message.cell;
    this.#worker.postMessage(message);
  }

  /**
   * Ends the running cell: training ends by itself with its history; other code is ended where it
   * can be, else with the worker and all variables, which `restarted` tells.
   */
  stop(): void {
    const [worker, cell] = [this.#worker, this.#running];
    if (!worker || cell === undefined) return;
    worker.postMessage({ type: "stop" } satisfies ToWorker);
    const isStuck = () => this.#worker === worker && this.#running === cell;
    const signals = this.#signals;
    if (signals) {
      setTimeout(() => isStuck() && Atomics.store(signals, Signal.interrupt, 1), SOON);
    }
    setTimeout(() => isStuck() && this.#end("Stopped", STOPPED), LATE);
  }

  /** Ends the worker with all variables; the next message starts another. */
  restart(): void {
    this.#end("Restarted", "The kernel was restarted.");
  }

  #start(): Worker {
    const { base, cells } = this.#place;
    // a worker from a blob has this page's policy: no eval, no request elsewhere
    const boot = new Blob([`import ${JSON.stringify(`${base}kernel.js`)};`], {
      type: "text/javascript",
    });
    const url = URL.createObjectURL(boot);
    const worker = new Worker(url, { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#take(data);
    worker.onerror = (event) => {
      event.preventDefault();
      if (this.#worker === worker) {
        this.#end("Error", event.message || "The scripts that run cells could not be loaded.");
      }
    };
    worker.postMessage({ type: "start", cells } satisfies ToWorker);
    return worker;
  }

  #take(message: FromWorker): void {
    if (message.type === "thread") {
      this.#startThread(message);
      return;
    }
    if (message.type === "ready") {
      this.#signals = message.isolated ? message.signals : undefined;
    } else if (message.type === "state") {
      this.#running =
        message.state === "loading" || message.state === "running" ? message.cell : undefined;
    }
    this.#hear(message);
  }

  #startThread({ script, options, port }: Extract<FromWorker, { type: "thread" }>): void {
    const tell = (message: FromThread) => port.postMessage(message);
    try {
      const thread = new Worker(script, options);
      this.#threads.add(thread);
      thread.onmessage = ({ data }) => tell({ message: data });
      thread.onerror = (event) => {
        event.preventDefault();
        tell({ error: event.message });
      };
      port.onmessage = ({ data }: MessageEvent<ToThread>) => {
        if (data !== "end") {
          thread.postMessage(data.message);
          return;
        }
        this.#threads.delete(thread);
        thread.terminate();
        port.close();
      };
    } catch (error) {
      tell({ error: String(error) }); // no script of this site
    }
  }

  #end(ename: string, evalue: string): void {
    const cell = this.#running;
    this.#worker?.terminate();
    for (const thread of this.#threads) thread.terminate();
    this.#threads.clear();
    this.#worker = this.#signals = this.#running = undefined;
    if (cell !== undefined) {
      const traceback = [`${ename}: ${evalue}`];
      const output = { output_type: "error" as const, ename, evalue, traceback };
      this.#hear({ type: "output", cell, output });
      this.#hear({ type: "state", cell, state: "failed", seconds: Number.NaN });
    }
    this.#hear({ type: "restarted" });
  }
}

const STOPPED =
  "the cell did not answer, so the kernel was restarted and its variables are gone: " +
  "run the cells above again.";
