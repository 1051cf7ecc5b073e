const { port1, port2 } = new MessageChannel();
const waiting: (() => void)[] = [];
Object.assign(port1, { onmessage: () => waiting.shift()?.() });

/**
 * Yields to the event loop, so that other code, such as an interrupt, has its turn. A message comes
 * at once; a frame would come 60 times a second, and not at all to a tab that is hidden.
 */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    port2.postMessage(undefined);
  });
}
