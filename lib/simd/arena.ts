import type { Memory } from "./instantiate.ts";

type Numbers = Float64Array | Float32Array | Int32Array | Int16Array | Uint8Array;

/** A module's memory, handed out from its beginning on. */
export class Arena {
  readonly #memory: Memory;
  #top = 0;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** Where the free memory begins. */
  get top(): number {
    return this.#top;
  }

  /** Takes back all from an address on: what follows overwrites it. */
  reset(from = 0): void {
    this.#top = from;
  }

  /** The address of so many free bytes; what is in them is left over from before. */
  alloc(bytes: number): number {
    const address = this.#top;
    this.#top = Math.ceil((address + bytes) / 16) * 16; // whole vectors
    const missing = this.#top - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / 65536));
    return address;
  }

  /** Copies numbers into the memory and returns their address. */
  write(numbers: Numbers): number {
    const address = this.alloc(numbers.byteLength);
    new Uint8Array(this.#memory.buffer, address, numbers.byteLength).set(
      new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength),
    );
    return address;
  }

  /** Copies numbers out of the memory, as many as `to` has. */
  read(address: number, to: Numbers): void {
    new Uint8Array(to.buffer, to.byteOffset, to.byteLength).set(
      new Uint8Array(this.#memory.buffer, address, to.byteLength),
    );
  }
}
