/** What can happen to a file that a kernel keeps, by what it is then. */
export const DAMAGES: [string, (bytes: Buffer) => Uint8Array][] = [
  ["cut off", (bytes) => bytes.subarray(0, bytes.length / 2)],
  ["empty", () => Buffer.of()],
  ["wrong in one bit", (bytes) => bytes.with(bytes.length - 9, bytes[bytes.length - 9] ^ 1)],
];
