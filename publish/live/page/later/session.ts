import { PageKernel } from "../../kernel/client.ts";
import type { FromWorker, Kept } from "../../messages.ts";
import type { PageCell, State } from "../cell.ts";
import type { Page } from "../page.ts";
import { Outputs } from "./outputs.ts";

type Datasets = Extract<FromWorker, { type: "datasets" }>["kept"];

/** A cell that is to run; `settle` gets whether it ended without a failure. */
interface Job {
  cell: PageCell;
  settle(fine: boolean): void;
}

interface Running extends Job {
  /** As it was when the run began. */
  source: string;
  outputs: Outputs;
}

/** The runs of a page's cells, one after another. */
export class Session {
  readonly #page: Page;
  readonly #kernel: PageKernel;
  readonly #queue: Job[] = [];
  #running: Running | undefined;
  #isStopping = false;
  #runsAll = false;
  readonly #kept: ((kept: Kept) => void)[] = [];
  readonly #datasets: ((datasets: Datasets) => void)[] = [];

  constructor(page: Page) {
    this.#page = page;
    const place = { base: page.scripts, cells: page.compiled };
    this.#kernel = new PageKernel(place, (message) => this.#hear(message));
  }

  /** Runs a cell as it is shown, once those that wait have run. */
  run(cell: PageCell): Promise<boolean> {
    const isHere = (job: Job | undefined) => job?.cell === cell;
    if (isHere(this.#running) || this.#queue.some(isHere)) return Promise.resolve(false);
    return new Promise((settle) => {
      this.#queue.push({ cell, settle });
      if (this.#running) cell.say("waiting", "waits for the cell that runs");
      else this.#next();
    });
  }

  /** Runs all cells from the first on, until one fails. */
  runAll(): Promise<void> {
    return this.#runEach(this.#page.cells);
  }

  async #runEach(cells: PageCell[]): Promise<void> {
    if (this.#runsAll) return;
    this.#runsAll = true;
    const { bar } = this.#page;
    bar.say("");
    for (const cell of cells) {
      if (this.#runsAll && (await this.run(cell))) continue;
      const failed = cell.state === "failed";
      bar.say(failed ? `Cell ${cell.number} failed.` : `Stopped at cell ${cell.number}.`);
      if (failed) cell.section.scrollIntoView({ block: "nearest" });
      this.#runsAll = false;
      return;
    }
    this.#runsAll = false;
    bar.say(cells.length === this.#page.cells.length ? `All ${cells.length} cells have run.` : "");
  }

  /** Ends what runs, gently at first; what waits does not run. */
  stop(): void {
    this.#runsAll = false;
    for (const { cell, settle } of this.#queue.splice(0)) {
      cell.say("", "not run");
      settle(false);
    }
    if (!this.#running) return;
    this.#isStopping = true;
    this.#kernel.stop();
  }

  /** Ends the worker with all variables. */
  restart(): void {
    this.stop();
    this.#kernel.restart();
  }

  /** Gives the worker a file of a dataset; tells what came of it. */
  keep(file: File): Promise<Kept> {
    return new Promise((resolve) => {
      this.#kept.push(resolve);
      this.#kernel.post({ type: "data", file });
    });
  }

  /** The datasets that the worker knows, once one of them is forgotten. */
  datasets(forgotten?: string): Promise<Datasets> {
    return new Promise((resolve) => {
      this.#datasets.push(resolve);
      if (forgotten !== undefined) this.#kernel.post({ type: "forget", dataset: forgotten });
      this.#kernel.post({ type: "datasets" });
    });
  }

  #next(): void {
    const job = this.#queue.shift();
    this.#isStopping = false;
    if (job) {
      const { cell } = job;
      const { source, id } = cell;
      this.#running = { ...job, source, outputs: new Outputs(this.#page, cell) };
      cell.say("loading", "loading");
      if (this.#runsAll) this.#page.bar.say(`Cell ${cell.number} of ${this.#page.cells.length}`);
      this.#kernel.post({ type: "run", cell: id, source });
    }
    this.#page.showRunning(job !== undefined);
  }

  #hear(message: FromWorker): void {
    const running = this.#running;
    if (message.type === "kept") this.#kept.shift()?.(message);
    else if (message.type === "datasets") this.#datasets.shift()?.(message.kept);
    else if (message.type === "restarted") this.#markStale();
    else if (running && "cell" in message && message.cell === running.cell.id) {
      if (message.type === "output") running.outputs.put(message.output);
      else if (message.type === "clear") running.outputs.clear(message.wait);
      else if (message.type === "state") this.#hearState(running, message);
    }
  }

  #hearState({ cell }: Running, message: Extract<FromWorker, { type: "state" }>): void {
    if (!("seconds" in message)) {
      cell.say(message.state, message.state);
      return;
    }
    const took = Number.isNaN(message.seconds) ? "" : ` ${message.seconds.toFixed(1)} s`;
    if (message.state === "done") this.#finish("done", `ran in${took}`);
    else if (this.#isStopping) this.#finish("stopped", took ? `stopped after${took}` : "stopped");
    else this.#finish("failed", took ? `failed after${took}` : "failed");
  }

  #finish(state: State, text: string): void {
    const running = this.#running;
    if (!running) return;
    const { cell, outputs, settle, source } = running;
    this.#running = undefined;
    outputs.end();
    const above = this.#offerAbove(cell, outputs) ? "; cells above have not run" : "";
    const since = source !== cell.source ? "; edited since" : cell.isEdited ? ", as edited" : "";
    cell.say(state, text + since + above);
    settle(state === "done");
    queueMicrotask(() => this.#running || this.#next()); // after what waited for it
  }

  /** Offers to run what a cell may need: a variable of a cell that has not run is undefined. */
  #offerAbove(cell: PageCell, outputs: Outputs): boolean {
    const before = this.#page.cells.slice(0, cell.number);
    const above = before.filter((other) => other !== cell && other.state !== "done");
    const offers = above.length > 0 && !this.#runsAll;
    if (offers) {
      outputs.offer("Run the cells above, then this one", () => this.#runEach([...above, cell]));
    }
    return offers;
  }

  /** Says of the cells whose variables are gone that they are. */
  #markStale(): void {
    for (const cell of this.#page.cells) {
      if (cell.state === "done") cell.say("stale", "ran before the restart");
    }
  }
}
