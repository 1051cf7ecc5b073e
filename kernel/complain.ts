import { writeSync } from "node:fs";

/** Writes an error of the kernel itself to the terminal of the Jupyter server. */
export function complain(error: unknown): void {
  try {
    writeSync(2, `TypeScript kernel: ${error instanceof Error ? error.stack : error}\n`);
  } catch {
    // nobody reads: no reason to end
  }
}
