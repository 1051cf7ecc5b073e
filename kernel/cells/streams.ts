import { Writable } from "node:stream";
import { tell } from "./link.ts";

type Callback = (error?: Error | null) => void;

/**
 * Sends what is written to stdout and stderr, by the console too, to the notebook. Node's own
 * streams are never made: they would set the pipes that the kernel shares with Jupyter to
 * non-blocking, and Jupyter, which does not expect that, would lose what it writes.
 */
export function captureStreams(): void {
  for (const [name, fd] of [["stdout", 1] as const, ["stderr", 2] as const]) {
    const write = (
      chunk: string | Uint8Array,
      encoding?: BufferEncoding | Callback,
      done?: Callback,
    ) => {
      const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
      tell({ kind: "stream", name, text });
      const callback = typeof encoding === "function" ? encoding : done;
      if (callback) process.nextTick(callback);
      return true;
    };
    const stream = Object.assign(new Writable(), { write, fd, isTTY: false });
    Object.defineProperty(process, name, { value: stream });
  }
}
