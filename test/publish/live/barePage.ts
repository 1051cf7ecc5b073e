import { PageKernel } from "../../../publish/live/kernel/client.ts";
import type { FromWorker, Output } from "../../../publish/live/messages.ts";

/** The script of a page without buttons. */
class BarePage {
  /** All that the worker has told. */
  readonly told: FromWorker[] = [];
  readonly #waiting = new Map<
    string,
    (ran: { state: "done" | "failed"; outputs: Output[] }) => void
  >();
  #outputs: Output[] = [];
  readonly kernel: PageKernel;

  constructor() {
    const { live = "", cells = "" } = document.documentElement.dataset;
    const place = {
      base: new URL(live, document.baseURI).href,
      cells: new URL(cells, document.baseURI).href,
    };
    this.kernel = new PageKernel(place, (message) => this.#hear(message));
  }

  #hear(message: FromWorker): void {
    this.told.push(message);
    if (message.type === "output") this.#outputs.push(message.output);
    if (message.type !== "state" || message.state === "loading" || message.state === "running") {
      return;
    }
    const outputs = this.#outputs;
    this.#outputs = [];
    this.#waiting.get(message.cell)?.({ state: message.state, outputs });
  }

  run(cell: string, source: string): Promise<{ state: "done" | "failed"; outputs: Output[] }> {
    return new Promise((resolve) => {
      this.#waiting.set(cell, resolve);
      this.kernel.post({ type: "run", cell, source });
    });
  }

  /** The answer to a message, by its kind. */
  async ask<T extends FromWorker["type"]>(
    message: Parameters<PageKernel["post"]>[0],
    type: T,
  ): Promise<Extract<FromWorker, { type: T }>> {
    const from = this.told.length;
    this.kernel.post(message);
    for (;;) {
      const answer = this.told.slice(from).find((told) => told.type === type);
      if (answer) return answer as Extract<FromWorker, { type: T }>;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

declare global {
  interface Window {
    bare: BarePage;
  }
}

window.bare = new BarePage();
