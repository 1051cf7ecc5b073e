/** So many zeros, in memory that threads can share where there is any: a page has none as a rule. */
export function sharedBytes(length: number): Uint8Array {
  return new Uint8Array(new (globalThis.SharedArrayBuffer ?? ArrayBuffer)(length));
}
