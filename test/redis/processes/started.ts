import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Loaded first where trials are to misbehave: see faulty.mjs. */
const FAULTY = ["--import", new URL("faulty.mjs", import.meta.url).href];

/** A process of this project, and what it has printed. */
export class Started {
  readonly process: ChildProcess;
  output = "";

  constructor(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    this.process = spawn(process.execPath, args, {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.setEncoding("utf8").on("data", (text) => {
        this.output += text;
        this.process.emit("printed");
      });
    }
  }

  /** Waits until it has printed this. @returns what matched */
  async prints(what: RegExp): Promise<string> {
    for (;;) {
      const [found] = what.exec(this.output) ?? [];
      if (found !== undefined) return found;
      if (this.process.exitCode !== null || this.process.signalCode !== null) {
        throw new Error(`it ended without printing ${what}:\n${this.output}`);
      }
      await Promise.race([once(this.process, "printed"), once(this.process, "exit")]);
    }
  }

  /** Waits for its end. @returns its exit code */
  async ended(): Promise<number | null> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      await once(this.process, "exit");
    }
    return this.process.exitCode;
  }

  async end(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    this.process.kill(signal);
    await this.ended();
  }
}

/** A worker, as `npm run worker` starts it. */
export function worker(
  url: string,
  { args = [], script = "../../../scripts/worker.mjs", env = {} }: Partial<WorkerStart> = {},
): Started {
  return new Started([...FAULTY, here(script), url, ...args], env);
}

interface WorkerStart {
  readonly args: readonly string[];
  readonly script: string;
  readonly env: NodeJS.ProcessEnv;
}

/** What a search in a process of its own has found. */
export interface Found {
  readonly found: readonly { hyperparameters: { seed?: number }; status: string; reason: string }[];
  readonly text: string;
  readonly error?: string;
}

/** A search in a process of its own; see search.mjs. */
export class Search extends Started {
  constructor(options: object, env: NodeJS.ProcessEnv = {}) {
    super([...FAULTY, here("search.mjs"), JSON.stringify(options)], env);
  }

  async result(): Promise<Found> {
    await this.ended();
    const line = this.output.split("\n").findLast((text) => text.startsWith('{"found"'));
    if (line === undefined) throw new Error(`no result:\n${this.output}`);
    return JSON.parse(line);
  }
}
