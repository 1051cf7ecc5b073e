import { tell } from "../../../kernel/cells/outlet.ts";

type Listener = (...args: unknown[]) => void;

const listeners = new Map<string, Listener[]>();

const listen = (event: string, listener: Listener, first = false) => {
  const before = listeners.get(event) ?? [];
  listeners.set(event, first ? [listener, ...before] : [...before, listener]);
};

/** As much of Node's `process` as the library and the kernel's cells use: above all, who hears an interrupt. */
export const pageProcess = {
  env: {},
  argv: [],
  on: (event: string, listener: Listener) => listen(event, listener),
  prependListener: (event: string, listener: Listener) => listen(event, listener, true),
  once(event: string, listener: Listener): void {
    const once: Listener & { listener?: Listener } = (...args) => {
      pageProcess.off(event, once);
      listener(...args);
    };
    once.listener = listener;
    listen(event, once);
  },
  off(event: string, listener: Listener & { listener?: Listener }): void {
    const isOther = (each: Listener & { listener?: Listener }) =>
      each !== listener && each.listener !== listener;
    listeners.set(event, (listeners.get(event) ?? []).filter(isOther));
  },
  removeListener: (event: string, listener: Listener) => pageProcess.off(event, listener),
  listenerCount: (event: string): number => listeners.get(event)?.length ?? 0,
  emit(event: string, ...args: unknown[]): boolean {
    const heard = listeners.get(event) ?? [];
    for (const listener of [...heard]) listener(...args);
    return heard.length > 0;
  },
};

const stream = (name: "stdout" | "stderr") => ({
  isTTY: false,
  write(text: unknown): boolean {
    tell({ kind: "stream", name, text: String(text) });
    return true;
  },
});

Object.assign(globalThis, {
  process: { ...pageProcess, stdout: stream("stdout"), stderr: stream("stderr") },
});
