import { setTimeout as sleep } from "node:timers/promises";

/** Time in which requests that were sent before a failure was known arrive, in milliseconds. */
const ARRIVAL = 20;

/** The requested cells that have not begun. */
export class CellQueue<Request> {
  readonly #requests: Request[] = [];
  readonly #pause: (milliseconds: number) => Promise<unknown>;

  constructor(pause: (milliseconds: number) => Promise<unknown> = sleep) {
    this.#pause = pause;
  }

  add(request: Request): void {
    this.#requests.push(request);
  }

  /** Takes out the cell that was requested first. */
  next(): Request | undefined {
    return this.#requests.shift();
  }

  /** Takes out all that were sent before a failure was known, those still under way too. */
  async clear(): Promise<Request[]> {
    await this.#pause(ARRIVAL);
    return this.#requests.splice(0);
  }
}
