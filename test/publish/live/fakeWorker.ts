interface Happening {
  readonly message: string;
  preventDefault(): void;
}

/** Stands in for a browser's `Worker`: keeps what it is told, and says what a test has it say. */
export class FakeWorker {
  static readonly made: FakeWorker[] = [];
  readonly script: string;
  readonly options: unknown;
  readonly heard: unknown[] = [];
  isEnded = false;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onerror: ((event: Happening) => void) | null = null;

  constructor(script: string | URL, options?: unknown) {
    this.script = String(script);
    if (this.script.includes("refused")) throw new Error("no script of this site");
    this.options = options;
    FakeWorker.made.push(this);
  }

  postMessage(message: unknown): void {
    this.heard.push(message);
  }

  terminate(): void {
    this.isEnded = true;
  }

  say(data: unknown): void {
    this.onmessage?.({ data });
  }

  /** Fails; whether the browser was told to leave it at that. */
  fail(message: string): boolean {
    let isPrevented = false;
    this.onerror?.({
      message,
      preventDefault() {
        isPrevented = true;
      },
    });
    return isPrevented;
  }
}

/** Has a suite's code start such workers. */
export function withFakeWorkers(): void {
  const own = Object.getOwnPropertyDescriptor(globalThis, "Worker");
  beforeEach(() => {
    FakeWorker.made.length = 0;
    Object.defineProperty(globalThis, "Worker", { value: FakeWorker, configurable: true });
  });
  afterEach(() => {
    if (own) Object.defineProperty(globalThis, "Worker", own);
    else Reflect.deleteProperty(globalThis, "Worker");
  });
}
