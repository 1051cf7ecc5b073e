import { untilInterrupted } from "../../../kernel/cells/keyboardInterrupt.ts";

type Callback = (...args: unknown[]) => void;

/** Puts timers whose callbacks an interrupt drops in the place of the browser's; adds Node's `setImmediate`. */
export function guardTimers(): void {
  const { setTimeout, setInterval } = globalThis;
  const guard = (callback: Callback): Callback => {
    const alive = untilInterrupted();
    return (...args) => {
      if (alive()) callback(...args);
    };
  };
  const { port1, port2 } = new MessageChannel();
  const due = new Map<number, () => void>();
  let immediates = 0;
  port1.onmessage = ({ data }) => {
    due.get(data)?.();
    due.delete(data);
  };
  Object.assign(globalThis, {
    setTimeout: (callback: Callback, ms?: number, ...args: unknown[]) =>
      setTimeout(guard(callback), ms, ...args),
    setInterval: (callback: Callback, ms?: number, ...args: unknown[]) =>
      setInterval(guard(callback), ms, ...args),
    setImmediate(callback: Callback, ...args: unknown[]) {
      const guarded = guard(callback);
      due.set(++immediates, () => guarded(...args));
      port2.postMessage(immediates);
      return immediates;
    },
    clearImmediate: (id: number) => void due.delete(id),
  });
}
