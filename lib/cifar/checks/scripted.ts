/** How a student's function ended. */
export type Ending = "returned" | "stopped" | `threw ${string}`;

/** Calls after which a function that does not wait for an answer is stopped by an error. */
const UNANSWERED = 1000;
/** How long a function may wait for something else than what it is given, in ms. */
const TIMEOUT = 400;

/**
 * Ends a student's function that would not end: a call past `limit` is never answered, and the
 * run counts as stopped.
 */
export class Limit {
  readonly #limit: number;
  #calls = 0;
  #stop: (ending: Ending) => void = () => {};
  readonly #stopped = new Promise<Ending>((resolve) => {
    this.#stop = resolve;
  });

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Counts a call; past the limit it is never answered. */
  async count(): Promise<void> {
    if (++this.#calls <= this.#limit) return;
    this.#stop("stopped");
    await new Promise(() => {});
  }

  /** Stops a function that goes on without waiting for answers. */
  refuse(): void {
    if (this.#calls > this.#limit + UNANSWERED) throw new Error("the check has stopped this run");
  }

  /** Runs the function to its end, or until it is stopped. */
  async run(start: () => unknown): Promise<Ending> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<Ending>((resolve) => {
      timer = setTimeout(() => resolve("stopped"), TIMEOUT);
    });
    const ended = (async (): Promise<Ending> => {
      await start();
      return "returned";
    })().catch((error: unknown): Ending => `threw ${error}`);
    const ending = await Promise.race([ended, this.#stopped, late]);
    clearTimeout(timer);
    return this.#calls > this.#limit ? "stopped" : ending;
  }
}
