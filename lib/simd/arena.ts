import type { Memory } from "./instantiate.ts";

type Numbers = Float64Array | Float32Array | Int32Array | Int16Array | Uint8Array;

/** A module's memory, handed out from its beginning on. */
export class Arena {
  readonly #memory: Memory;
  #end = 0;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** Where the free memory begins. */
  get end(): number {
    return this.#end;
  }

  /** Takes back all from an address on: what follows overwrites it. */
  clear(from = 0): void {
    this.#end = from;
  }

  /** The address of so many free bytes; what is in them is left over from before. */
  room(bytes: number): number {
    const address = this.#end;
    this.#end = Math.ceil((address + bytes) / 16) * 16; // whole vectors
    const missing = this.#end - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / 65536));
    return address;
  }

  /** Copies numbers into the memory and returns their address. */
  put(numbers: Numbers): number {
    const address = this.room(numbers.byteLength);
    new Uint8Array(this.#memory.buffer, address, numbers.byteLength).set(
      new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength),
    );
    return address;
  }

  /** Copies numbers out of the memory, as many as `to` has. */
  take(address: number, to: Numbers): void {
    new Uint8Array(to.buffer, to.byteOffset, to.byteLength).set(
      new Uint8Array(this.#memory.buffer, address, to.byteLength),
    );
  }
}
