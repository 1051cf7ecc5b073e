import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { Writable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { tell } from "./outlet.ts";

type Callback = (error?: Error | null) => void;
type Write = (text: string | NodeJS.ArrayBufferView, encoding?: unknown) => void;

/**
 * Sends what is written to stdout and stderr, by the console too, to the notebook. Node's own
 * streams are never made: they would set the pipes that the kernel shares with Jupyter to
 * non-blocking, and Jupyter, which does not expect that, would lose what it writes.
 */
export function captureStreams(): void {
  const writers = new Map([
    [1, capture("stdout", 1)],
    [2, capture("stderr", 2)],
  ]);
  const { writeSync } = fs;
  fs.writeSync = (fd: number, data: string | NodeJS.ArrayBufferView, ...rest: unknown[]) => {
    const write = writers.get(fd); // the descriptor itself would be read later than the streams
    if (!write) return Reflect.apply(writeSync, fs, [fd, data, ...rest]);
    const bytes = part(data, rest);
    write(bytes);
    return bytes.length;
  };
  syncBuiltinESMExports();
}

function capture(name: "stdout" | "stderr", fd: number): Write {
  const decoder = new StringDecoder(); // a character's bytes may come apart
  let begun = false;
  const put: Write = (data, encoding) => {
    const isText = typeof data === "string" && (encoding ?? "utf8") === "utf8";
    const rest = isText && begun ? decoder.end() : "";
    const text = isText ? rest + data : decoder.write(part(data, [null, encoding]));
    begun = !isText;
    if (text) tell({ kind: "stream", name, text });
  };
  const write = (data: string | Uint8Array, encoding?: unknown, done?: Callback) => {
    put(data, typeof encoding === "string" ? encoding : undefined);
    const callback = typeof encoding === "function" ? encoding : done;
    if (callback) process.nextTick(callback);
    return true;
  };
  const stream = new Writable();
  // it stays open, as Node's does
  const end = (...args: unknown[]) => {
    if (args[0] != null && typeof args[0] !== "function") Reflect.apply(write, stream, args);
    return stream;
  };
  Object.defineProperty(process, name, {
    value: Object.assign(stream, { write, end, fd, isTTY: false }),
  });
  return put;
}

/** The bytes that `fs.writeSync` writes: a text in an encoding, or a part of a buffer. */
function part(data: string | NodeJS.ArrayBufferView, rest: unknown[]): Buffer {
  if (typeof data === "string") {
    const encoding = typeof rest[1] === "string" ? rest[1] : "utf8";
    return Buffer.from(data, encoding as BufferEncoding);
  }
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const options = typeof rest[0] === "object" && rest[0] ? rest[0] : {};
  const { offset = 0, length = bytes.length - Number(offset) }: Record<string, unknown> =
    typeof rest[0] === "number"
      ? { offset: rest[0], length: rest[1] ?? undefined }
      : { ...options };
  return bytes.subarray(Number(offset), Number(offset) + Number(length));
}
