import { complain } from "../complain.ts";
import { endProcesses } from "../end.ts";
import type { Built, Cell, Done, Failure } from "../threads.ts";
import { awaitBuild } from "./builds.ts";
import { CellQueue } from "./cellQueue.ts";
import { runCell } from "./cells.ts";
import { Deadline } from "./deadline.ts";
import type { History } from "./history.ts";
import { internalFailure } from "./internalFailure.ts";
import { endedByItself, idle, interruptions, nextInterruption, unreachable } from "./interrupts.ts";
import { notebookOf } from "./notebook.ts";
import { cutFailure, cutResult, type Output } from "./output.ts";
import type { Sockets } from "./sockets.ts";
import { translator } from "./translator.ts";
import type { Request } from "./wire.ts";

/** The failure of a cell that was interrupted before it ran, or that cannot be reached. */
const interrupted: Failure = {
  ename: "KeyboardInterrupt",
  evalue: "interrupted",
  traceback: ["KeyboardInterrupt: interrupted"],
};

/** Time in which the last messages go out, in milliseconds. */
const FAREWELL = 200;

type Outcome = Pick<Done, "failure" | "result">;

/** Runs the requested cells one after another. */
export class Execution {
  readonly #sockets: Sockets;
  readonly #history: History;
  readonly #output: Output;
  readonly #queue: CellQueue<Request> = new CellQueue();
  #running = false;
  #count = 0;
  /** Ends when the main thread is free for the next cell. */
  #free: Promise<unknown> = Promise.resolve();
  /** What the first cell that is not silent says first. */
  notice: string | undefined;
  /** The latest request: output that comes later still belongs to it. */
  current: Request | undefined;

  constructor(sockets: Sockets, history: History, output: Output) {
    this.#sockets = sockets;
    this.#history = history;
    this.#output = output;
  }

  /** Runs a cell after those that were requested before it. */
  async add(request: Request): Promise<void> {
    this.#queue.add(request);
    if (this.#running) return;
    this.#running = true;
    for (let next = this.#queue.next(); next; next = this.#queue.next()) {
      await this.#run(next).catch(complain);
    }
    this.#running = false;
  }

  async #run(request: Request): Promise<void> {
    this.#publish("status", { execution_state: "busy" }, request);
    this.current = request;
    const before = interruptions();
    const wasInterrupted = () => interruptions() > before;
    const failure = await this.#execute(request, wasInterrupted).catch(internalFailure);
    const expressions = failure ? {} : await this.#evaluate(request);
    let skipped: Request[] = [];
    if (failure) this.#publish("error", failure, request);
    // A cell that was asked to stop may end well; those after it were to stop as well.
    if ((failure || wasInterrupted()) && request.content.stop_on_error !== false) {
      skipped = await this.#queue.clear();
    }
    const outcome = failure ? { status: "error", ...failure } : { status: "ok" };
    this.#reply(request, {
      ...outcome,
      execution_count: this.#count,
      user_expressions: expressions,
    });
    this.#publish("status", { execution_state: "idle" }, request);
    if (skipped.length) {
      void translator(
        "skip",
        skipped.map(({ content }) => content.code),
      );
    }
    for (const other of skipped) this.#skip(other);
  }

  async #execute(request: Request, wasInterrupted: () => boolean): Promise<Failure | undefined> {
    const { code, silent = false, store_history: stored = !silent } = request.content;
    if (stored) this.#history.add(++this.#count, code);
    if (!silent) {
      this.#publish("execute_input", { code, execution_count: this.#count }, request);
    }
    if (this.notice && !silent) {
      this.#output.write("stderr", this.notice);
      this.notice = undefined;
    }
    const done = await this.#runCode(`cell ${this.#count}`, code, request, wasInterrupted);
    if (done.result && !silent) {
      const result = { execution_count: this.#count, ...JSON.parse(cutResult(done.result)) };
      this.#publish("execute_result", result, request);
    }
    return done.failure && cutFailure(done.failure);
  }

  /** Translates and runs code; both end early if the user interrupts. */
  async #runCode(
    name: string,
    code: string,
    { metadata }: Request,
    wasInterrupted: () => boolean,
  ): Promise<Outcome> {
    await Promise.race([this.#free, nextInterruption()]);
    if (wasInterrupted()) return { failure: interrupted };
    const translating = this.#translate(name, code, notebookOf(metadata), wasInterrupted);
    const translated = await Promise.race([translating, nextInterruption()]);
    await idle();
    if (!translated || wasInterrupted()) return { failure: interrupted };
    if ("failure" in translated) return translated;
    return this.#runTranslated(translated.cell, translated.built);
  }

  async #runTranslated(cell: Cell, built: Built): Promise<Outcome> {
    const deadline = new Deadline((text) => this.#output.write("stderr", text));
    const running = runCell(cell, built).then(async (done) => {
      endedByItself();
      await translator("settle", done.reached, !done.failure);
      return done;
    });
    this.#free = running.catch(() => {});
    const done = await Promise.race([running, unreachable()]);
    deadline.end();
    if (done) return done;
    const what = "it waits outside JavaScript, such as for a program in execSync";
    const then = deadline.overrun
      ? `As ${deadline.overrun}, the kernel ends.\n`
      : "The next cell begins when that has ended; a restart of the kernel ends both.\n";
    this.#output.write("stderr", `The interrupt does not reach this cell: ${what}. ${then}`);
    this.#output.flush();
    if (deadline.overrun) setTimeout(endProcesses, FAREWELL);
    return { failure: interrupted };
  }

  /** The values of the expressions that came with a request, as displays. */
  async #evaluate(request: Request): Promise<Record<string, object>> {
    const bundles: Record<string, object> = {};
    for (const [name, code] of Object.entries(request.content.user_expressions ?? {})) {
      const before = interruptions();
      const { failure, result } = await this.#runCode(
        "expression",
        `(${code}\n)`,
        request,
        () => interruptions() > before,
      ).catch((error: unknown): Outcome => ({ failure: internalFailure(error) }));
      bundles[name] = failure
        ? { status: "error", ...failure }
        : { status: "ok", data: {}, metadata: {}, ...JSON.parse(result ?? "{}") };
    }
    return bundles;
  }

  /** Translates a cell, after the builds of the libraries that it imports. */
  async #translate(
    name: string,
    code: string,
    notebook: string | undefined,
    wasInterrupted: () => boolean,
  ) {
    const folders = await translator("libraries", code);
    for (const folder of folders) {
      const failure = await awaitBuild(folder, () => !wasInterrupted());
      if (failure) return { failure };
    }
    const at = Date.now(); // what is built from now on is not loaded
    const translated = await translator("translate", name, code, folders, notebook);
    return { ...translated, built: { folders, at } };
  }

  #skip(request: Request): void {
    this.#publish("status", { execution_state: "busy" }, request);
    this.#reply(request, { status: "aborted", user_expressions: {} });
    this.#publish("status", { execution_state: "idle" }, request);
  }

  #publish(type: string, content: object, request: Request): void {
    this.#sockets.publish(type, content, request);
  }

  #reply(request: Request, outcome: object): void {
    const content = { payload: [], ...outcome };
    this.#sockets.reply(this.#sockets.shell, "execute_reply", content, request);
  }
}
