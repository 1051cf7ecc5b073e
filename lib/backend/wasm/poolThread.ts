import { type Blob, resolveObjectURL } from "node:buffer";
import { Worker } from "node:worker_threads";

/** Messages of Emscripten's main thread to a thread of its pool. */
type Message = { cmd: string; urlOrBlob?: Blob };
type Listener = (message: unknown) => void;

/**
 * What Emscripten takes for a browser's Worker, for the threaded build of TensorFlow.js in Node.
 *
 * The build makes eight of them, on scripts that are Blobs. A thread is started only when it is
 * to run, from the scripts' text; it does not keep the process alive.
 */
export class PoolThread {
  readonly #script: Blob;
  readonly #listeners: [event: string, listener: Listener][] = [];
  #load: Message | undefined;
  #worker: Worker | undefined;

  /** @param url of a Blob with the thread's script, which is revoked */
  constructor(url: string) {
    const script = resolveObjectURL(url);
    if (!script) throw new TypeError(`PoolThread: the script ${url} is not the URL of a Blob`);
    URL.revokeObjectURL(url);
    this.#script = script;
  }

  on(event: string, listener: Listener): this {
    this.#listeners.push([event, listener]);
    return this;
  }

  postMessage(message: Message): void {
    if (message.cmd === "load") {
      this.#load = message;
      this.#emit("message", { cmd: "loaded" });
    } else {
      this.#worker ??= this.#start();
      this.#worker.postMessage(message);
    }
  }

  ref(): void {}

  unref(): void {}

  terminate(): void {
    void this.#worker?.terminate();
  }

  #start(): Worker {
    const { urlOrBlob: factory, ...load } = this.#load ?? { cmd: "load" };
    const worker = new Worker(BOOT, {
      eval: true,
      execArgv: [], // not the loaders of the program
      workerData: { script: this.#script, factory },
    });
    for (const event of ["message", "error"]) {
      worker.on(event, (value) => {
        if (value?.cmd !== "loaded") this.#emit(event, value); // the pool knows since its "load"
      });
    }
    worker.unref(); // a listener added later would keep the process alive again
    worker.postMessage({ ...load, urlOrBlob: "" });
    return worker;
  }

  #emit(event: string, value: unknown): void {
    for (const [name, listener] of this.#listeners) if (name === event) listener(value);
  }
}

/** Names that the factory's text takes from the bundle that it was cut out of. */
const BUNDLE = `
  var require$$0 = require("fs"), require$$1 = require("path"), commonjsGlobal = globalThis,
      require$$3 = require("perf_hooks"), require$$4 = require("os");`;

/** Runs the thread's script, whose first message makes it import the factory. */
const BOOT = `
  const { script, factory } = require("worker_threads").workerData;
  Promise.all([script.text(), factory.text()]).then(([script, factory]) => {
    (0, eval)(script);
    globalThis.importScripts = () => (0, eval)(${JSON.stringify(BUNDLE)} + factory);
  });`;
