import type { FromThread, FromWorker, ToThread } from "../messages.ts";

/**
 * What cells and the library have for a `Worker`: the page starts it and passes messages on, as
 * Firefox may wait for ever where a worker starts another. Messages are copied.
 */
export class PageWorker extends EventTarget {
  onmessage: ((event: MessageEvent) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  readonly #port: MessagePort;

  constructor(script: string | URL, options?: WorkerOptions) {
    super();
    this.addEventListener("message", (event) => this.onmessage?.(event as MessageEvent));
    this.addEventListener("error", (event) => this.onerror?.(event as ErrorEvent));
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<FromThread>) => {
      const event =
        "error" in data
          ? new ErrorEvent("error", { message: data.error })
          : new MessageEvent("message", { data: data.message });
      this.dispatchEvent(event);
    };
    this.#port = port1;
    const start: FromWorker = { type: "thread", script: String(script), options, port: port2 };
    self.postMessage(start, { transfer: [port2] });
  }

  postMessage(message: unknown): void {
    this.#port.postMessage({ message } satisfies ToThread);
  }

  terminate(): void {
    this.#port.postMessage("end" satisfies ToThread);
  }
}
