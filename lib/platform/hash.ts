/** A SHA-256 that grows with what it is given; a text counts as its UTF-8. */
export interface Hash {
  add(content: string | Uint8Array | Float32Array): Hash;
  /** The 32 bytes of the sum of all that was added. */
  bytes(): Uint8Array;
  /** The same in hexadecimal. */
  hex(): string;
}
