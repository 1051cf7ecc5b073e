import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type BackendName, type Started, Unusable } from "./backendName.ts";

/** How a backend did in a process of its own. */
export interface Probe extends Started {
  readonly imagesPerSecond: number;
}

/**
 * Starts a backend in a process of its own and trains there for a moment: a driver that crashes
 * takes that process with it and no other.
 *
 * @param seconds of training, one step at least
 * @param timeout in milliseconds, for all of it
 * @throws Unusable when the backend does not start there, does not train or crashes
 */
export function probeBackend(name: BackendName, seconds = 0, timeout = 60_000): Promise<Probe> {
  const script = fileURLToPath(new URL("./probeProcess.js", import.meta.url));
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [script, name, String(seconds)],
      { timeout, killSignal: "SIGKILL" },
      (error, stdout) => {
        const line = stdout.trim().split("\n").at(-1) ?? "";
        if (line.startsWith("{")) {
          const said = JSON.parse(line);
          if (said.error) reject(new Unusable(said.error));
          else resolve(said);
        } else if (error?.killed) {
          reject(new Unusable(`it did not start within ${timeout / 1000} s`));
        } else {
          reject(new Unusable(`it crashed at its start (${error?.signal ?? error?.code})`));
        }
      },
    );
  });
}
