import type { FromCells } from "../threads.ts";

/** The memory shared with who stops the cells; see `Signal`. */
export let signals: Int32Array = new Int32Array(3);

/** Tells who shows the cells' outputs. */
export let tell: (message: FromCells) => void = () => {};

/** Says to whom the cells' thread is connected: to the server's thread, or to a page. */
export function connect(to: { signals: Int32Array; tell: (message: FromCells) => void }): void {
  ({ signals, tell } = to);
}
