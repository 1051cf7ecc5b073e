/** A thread that works for this one. */
export interface Thread {
  post(message: unknown): void;
  /** Ends it at once, whatever it does. */
  end(): Promise<unknown>;
}

/** What is heard of a thread. */
export interface Listener {
  message(message: never): void;
  /** It is gone, for a reason in words. */
  died(reason: string): void;
}

/** How a thread is started. */
export interface ThreadOptions {
  /** Keeps no process alive, and has none of its loaders, which take longer to start than it. */
  readonly isHelper?: boolean;
}
