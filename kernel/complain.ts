import { writeSync } from "node:fs";

/** Writes an error of the kernel itself to the terminal of the Jupyter server. */
export function complain(error: unknown): void {
  writeSync(2, `TypeScript kernel: ${error instanceof Error ? error.stack : error}\n`);
}
