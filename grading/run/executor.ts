import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface, type Interface } from "node:readline";
import { fileURLToPath } from "node:url";
import { jupyterEnvironment } from "../../scripts/setup/jupyter.mjs";
import { Problem } from "../../scripts/setup/problem.mjs";

const script = fileURLToPath(new URL("../execute.py", import.meta.url));

/** What a notebook may use. */
export interface Limits {
  /** Seconds of computing time for a cell. */
  cell: number;
  /** Seconds of computing time for a whole notebook. */
  notebook: number;
  /** Memory of the kernel with all that it starts, in MB. */
  megabytes: number;
  /** What all cells together may put out, in MB. */
  output: number;
}

export const usualLimits: Limits = { cell: 20, notebook: 180, megabytes: 3000, output: 20 };

export interface Job {
  /** The file to execute; its kernel works in the folder of it. */
  notebook: string;
  /** The file to write. */
  output: string;
  /** `cells`: the ids of those that the limit for a cell holds for. */
  limits: Limits & { cells: string[] };
  environment: Record<string, string>;
  /** The command that starts a boxed kernel, which follows it; none without a box. */
  box: string[];
}

/** How a notebook ended: why, and in which cell, where it did not come to its end. */
export interface Ended {
  ended: string | null;
  cell: string | null;
  /** The cells that were interrupted as they ran too long. */
  overruns: string[];
}

interface Told extends Partial<Ended> {
  cell: string | null;
  number?: number;
  of?: number;
}

/** A process that executes notebooks one after another. */
export class Executor {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;
  #complaints = "";

  /**
   * @param python that has nbclient
   * @param signal ends it with its kernels
   */
  constructor(python: string, signal?: AbortSignal) {
    const child = spawn(python, [script], {
      env: jupyterEnvironment(),
      stdio: ["pipe", "pipe", "pipe"],
      signal,
    });
    this.#child = child;
    child.on("error", ({ message }) => {
      this.#complaints += message;
    });
    child.stderr.on("data", (chunk) => {
      this.#complaints = (this.#complaints + chunk).slice(-4000);
    });
    child.stdin.on("error", () => {}); // the answer, or its absence, tells
    this.#reader = createInterface({ input: child.stdout });
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  /**
   * Executes a notebook, whatever its cells do.
   * @param at is told which cell begins
   * @throws Problem where Jupyter itself fails
   */
  async execute(
    job: Job,
    at: (cell: string, number: number, of: number) => void = () => {},
  ): Promise<Ended> {
    const line = { ...job, environment: { ...job.environment, NBGRADER_EXECUTION: "autograde" } };
    this.#child.stdin?.write(`${JSON.stringify(line)}\n`);
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done)
        throw new Problem(
          `Jupyter failed while it executed ${job.notebook}.\n\n${this.#complaints.trim().split("\n").slice(-12).join("\n")}`,
        );
      const { ended, cell, overruns = [], number = 0, of = 0 }: Told = JSON.parse(value);
      if (ended !== undefined) return { ended, cell, overruns };
      at(cell ?? "", number, of);
    }
  }

  async end(): Promise<void> {
    this.#reader.close();
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const closed = once(this.#child, "close");
    this.#child.stdin?.end();
    await closed;
  }
}
