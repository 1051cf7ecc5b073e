import { tell } from "./link.ts";

type Callback = (error?: Error | null) => void;

/** Sends what is written to stdout and stderr, by the console too, to the notebook. */
export function captureStreams(): void {
  for (const name of ["stdout", "stderr"] as const) {
    const stream = process[name];
    Object.defineProperty(stream, "isTTY", { value: false }); // else the console adds colours
    stream.write = (
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
  }
}
