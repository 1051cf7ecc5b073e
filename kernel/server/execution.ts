import type { Failure } from "../threads.ts";
import { awaitBuild } from "./builds.ts";
import { runCell } from "./cells.ts";
import type { History } from "./history.ts";
import { interruptions, nextInterruption, quiet, stoppedByItself } from "./interrupt.ts";
import type { Sockets } from "./sockets.ts";
import { translator } from "./translator.ts";
import type { Request } from "./wire.ts";

/** Time in which requests that were sent before a failure was known arrive, in milliseconds. */
const ARRIVAL = 20;

/** The failure of a cell that was interrupted before it ran. */
const interrupted: Failure = {
  ename: "KeyboardInterrupt",
  evalue: "interrupted",
  traceback: ["KeyboardInterrupt: interrupted"],
};

/** Runs the requested cells one after another. */
export class Execution {
  readonly #sockets: Sockets;
  readonly #history: History;
  readonly #queue: Request[] = [];
  #running = false;
  #count = 0;
  /** What the first cell says before anything else. */
  #notice: string | undefined;
  /** The latest request: output that comes later still belongs to it. */
  current: Request | undefined;

  constructor(sockets: Sockets, history: History, notice?: string) {
    this.#sockets = sockets;
    this.#history = history;
    this.#notice = notice;
  }

  /** Runs a cell after those that were requested before it. */
  async add(request: Request): Promise<void> {
    this.#queue.push(request);
    if (this.#running) return;
    this.#running = true;
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) await this.#run(next);
    this.#running = false;
  }

  async #run(request: Request): Promise<void> {
    this.#publish("status", { execution_state: "busy" }, request);
    this.current = request;
    const before = interruptions();
    const wasInterrupted = () => interruptions() > before;
    const failure = await this.#execute(request, wasInterrupted).catch(internalFailure);
    let skipped: Request[] = [];
    if (failure) this.#publish("error", failure, request);
    // A cell that was asked to stop may end well; those after it were to stop as well.
    if ((failure || wasInterrupted()) && request.content.stop_on_error !== false) {
      await new Promise((resolve) => setTimeout(resolve, ARRIVAL));
      skipped = this.#queue.splice(0);
    }
    this.#reply(request, failure ? { status: "error", ...failure } : { status: "ok" });
    this.#publish("status", { execution_state: "idle" }, request);
    if (skipped.length)
      void translator(
        "skip",
        skipped.map(({ content }) => content.code),
      );
    for (const other of skipped) this.#skip(other);
  }

  async #execute(request: Request, wasInterrupted: () => boolean): Promise<Failure | undefined> {
    const { code, silent = false, store_history: stored = !silent } = request.content;
    if (stored) this.#history.add(++this.#count, code);
    if (!silent) {
      this.#publish("execute_input", { code, execution_count: this.#count }, request);
    }
    if (this.#notice && !silent) {
      this.#publish("stream", { name: "stderr", text: this.#notice }, request);
      this.#notice = undefined;
    }
    const translating = this.#translate(code, wasInterrupted);
    const translated = await Promise.race([translating, nextInterruption()]);
    await quiet();
    if (!translated || wasInterrupted()) return interrupted;
    if ("failure" in translated) return translated.failure;
    const done = await runCell(translated.cell, translated.built);
    stoppedByItself();
    await translator("settle", done.reached, !done.failure);
    if (done.result && !silent) {
      const result = { execution_count: this.#count, ...JSON.parse(done.result) };
      this.#publish("execute_result", result, request);
    }
    return done.failure;
  }

  /** Translates a cell, after the builds of the libraries that it imports. */
  async #translate(code: string, wasInterrupted: () => boolean) {
    const folders = await translator("libraries", code);
    for (const folder of folders) {
      const failure = await awaitBuild(folder, () => !wasInterrupted());
      if (failure) return { failure };
    }
    const at = Date.now(); // what is built from now on is not loaded
    const translated = await translator("translate", `cell ${this.#count}`, code, folders);
    return { ...translated, built: { folders, at } };
  }

  #skip(request: Request): void {
    this.#publish("status", { execution_state: "busy" }, request);
    this.#reply(request, { status: "aborted" });
    this.#publish("status", { execution_state: "idle" }, request);
  }

  #publish(type: string, content: object, request: Request): void {
    this.#sockets.publish(type, content, request);
  }

  #reply(request: Request, outcome: object): void {
    const content = {
      execution_count: this.#count,
      payload: [],
      user_expressions: {},
      ...outcome,
    };
    this.#sockets.reply(this.#sockets.shell, "execute_reply", content, request);
  }
}

/** A failure of the kernel itself, not of a cell. */
function internalFailure(error: unknown): Failure {
  const stack = error instanceof Error ? error.stack : undefined;
  return { ename: "KernelError", evalue: String(error), traceback: [stack ?? String(error)] };
}
