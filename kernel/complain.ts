import { writeSync } from "node:fs";

let terminal = 2;

/** Sets the descriptor of the Jupyter server's terminal, where 2 is the notebook's. */
export function complainTo(descriptor: number): void {
  terminal = descriptor;
}

/** Writes an error of the kernel itself to the terminal of the Jupyter server. */
export function complain(error: unknown): void {
  try {
    writeSync(terminal, `TypeScript kernel: ${error instanceof Error ? error.stack : error}\n`);
  } catch {
    // nobody reads: no reason to end
  }
}
