import { CutOffError } from "./wrongFile.ts";

/** A file of a tar. */
export interface TarEntry {
  /** A long one without its first folders. */
  readonly path: string;
  /** To be read before the next entry is asked for; what is left of it is passed over. */
  readonly content: AsyncIterable<Uint8Array>;
}

/** Bytes of a block: heads, and what contents are filled up to. */
const BLOCK = 512;

/**
 * The files of a tar, one after another, as its bytes come.
 *
 * @throws CutOffError if it ends within a file, Error if it is no tar
 */
export async function* tarEntries(stream: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry> {
  const source = stream[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array(0);
  /** The next bytes, at most so many; none at the end. */
  const next = async (most: number): Promise<Uint8Array> => {
    while (rest.length === 0) {
      const { value, done } = await source.next();
      if (done) return rest;
      rest = value;
    }
    const taken = rest.subarray(0, most);
    rest = rest.subarray(taken.length);
    return taken;
  };
  async function* take(size: number): AsyncGenerator<Uint8Array> {
    for (let left = size; left > 0; ) {
      const chunk = await next(left);
      if (chunk.length === 0) throw new CutOffError("ends too early");
      left -= chunk.length;
      yield chunk;
    }
  }
  const head = new Uint8Array(BLOCK);
  for (;;) {
    let length = 0;
    for await (const chunk of take(BLOCK)) {
      head.set(chunk, length);
      length += chunk.length;
    }
    if (head.every((byte) => byte === 0)) return;
    const text = (from: number, bytes: number) =>
      new TextDecoder().decode(head.subarray(from, from + bytes)).replace(/\0.*$/s, "");
    const digits = text(124, 12);
    if (!/^ *[0-7]+ *$/.test(digits)) throw new Error("is no tar");
    const size = Number.parseInt(digits, 8);
    const content = take(size);
    yield { path: text(0, 100), content };
    for await (const _ of content); // what was not read
    for await (const _ of take((BLOCK - (size % BLOCK)) % BLOCK));
  }
}
