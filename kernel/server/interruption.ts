/** Ticks for which code that was asked to stop may go on. */
const TIMEOUT = 7;
/** Silent ticks after which the main thread cannot have heard that it was asked. */
const DEAF = 5;
/** Silent ticks after which no interrupt point is expected any more. */
const HOPELESS = 7;
/** Ticks after which nothing helps, and the cell counts as ended. */
const LOST = 25;

/** What an interruption does to the thread that runs the cells. */
export interface Target {
  /** Whether code listens to SIGINT, and so may end by itself. */
  listens(): boolean;
  /** Has such code end by itself. */
  ask(): void;
  /** Has interrupt points throw. */
  stop(): void;
  /** Asks for a sign of life, which `answer` takes. */
  ping(): void;
  /** Has V8 terminate what runs. */
  terminate(): void;
}

/**
 * One interruption of the running code: asked → stopping. Code that listens to SIGINT may
 * end by itself first, or is not asked twice; then interrupt points throw; at last V8 terminates
 * the execution.
 */
export class Interruption {
  readonly #target: Target;
  #state: "asked" | "stopping" = "asked";
  #answered = false;
  #silent = 0;
  #ticks = 0;

  constructor(target: Target) {
    this.#target = target;
    if (target.listens()) target.ask();
    else this.#stop();
    target.ping();
  }

  get state(): "asked" | "stopping" {
    return this.#state;
  }

  /** The user interrupts again: code that was asked is stopped. */
  press(): void {
    if (this.#state === "asked") this.#stop();
  }

  /** Takes the main thread's answer to a ping. */
  answer(): void {
    this.#answered = true;
  }

  /**
   * To be called every 100 ms until all code has ended.
   *
   * @returns whether nothing has helped so far, and the cell counts as ended; once
   */
  tick(): boolean {
    this.#ticks++;
    this.#silent = this.#answered ? 0 : this.#silent + 1;
    this.#answered = false;
    this.#target.ping();
    if (this.#state === "asked") {
      if (this.#ticks >= TIMEOUT || this.#silent >= DEAF) this.#stop();
      return false;
    }
    if (this.#silent >= HOPELESS) this.#target.terminate();
    return this.#ticks === LOST;
  }

  #stop(): void {
    this.#state = "stopping";
    this.#target.stop();
  }
}
