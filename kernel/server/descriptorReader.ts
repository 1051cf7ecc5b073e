import { readSync } from "node:fs";
import { Socket } from "node:net";
import { StringDecoder } from "node:string_decoder";
import type { Descriptors } from "../threads.ts";

type Take = (name: string, text: string) => void;

/** Milliseconds in which no process that was started can have written: no need to look again. */
const QUIET = 0.5;

/** Reads what child processes and native code write to the kernel's descriptors 1 and 2. */
export class DescriptorReader {
  readonly #drains: (() => void)[];
  #drained = 0;

  constructor({ stdout, stderr }: Descriptors, take: Take) {
    this.#drains = [
      read(stdout, (text) => take("stdout", text)),
      read(stderr, (text) => take("stderr", text)),
    ];
  }

  /** Takes what was written so far, so that it comes before what is put out next. */
  drain(surely: boolean): void {
    const now = performance.now();
    if (!surely && now - this.#drained < QUIET) return;
    this.#drained = now;
    for (const drain of this.#drains) drain();
  }
}

/** Takes what comes out of a pipe as it comes; returns a function that takes the rest at once. */
function read(descriptor: number, take: (text: string) => void): () => void {
  const decoder = new StringDecoder();
  const buffer = Buffer.alloc(65536); // a pipe holds no more
  const socket = new Socket({ fd: descriptor, readable: true, writable: false });
  socket.on("data", (bytes) => take(decoder.write(bytes)));
  return () => {
    try {
      take(decoder.write(buffer.subarray(0, readSync(descriptor, buffer))));
    } catch {
      // nothing is left
    }
  };
}
