const HINT =
  "would end the kernel and lose its variables: to end a cell, throw an error; " +
  "to end the kernel, shut it down in Jupyter";

/** Signals that end no process. */
const HARMLESS = new Set<unknown>([0, "SIGINT", 2, "SIGCHLD", "SIGCONT", "SIGWINCH", "SIGURG"]);

/** Refuses the cells what would end the kernel. */
export function refuseToEnd(): void {
  for (const name of ["exit", "reallyExit", "abort"] as const) {
    const value = (code?: unknown): never => {
      throw new Error(`process.${name}(${code ?? ""}) ${HINT}`);
    };
    Object.defineProperty(process, name, { value, writable: true, configurable: true });
  }
  const { kill } = process;
  process.kill = (pid, signal = "SIGTERM") => {
    const isOwn = [process.pid, -process.pid, 0].includes(Number(pid));
    const isHandled = typeof signal === "string" && process.listenerCount(signal) > 0;
    if (isOwn && !isHandled && !HARMLESS.has(signal)) {
      throw new Error(`process.kill(${pid}, ${signal}) ${HINT}`);
    }
    return Reflect.apply(kill, process, [pid, signal]);
  };
}
