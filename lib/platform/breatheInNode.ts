/** Yields to the event loop, so that other code, such as an interrupt, has its turn. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
