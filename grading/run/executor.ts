import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { finished } from "node:stream/promises";
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
  /** The seconds for which its kernel computed. */
  seconds: number;
}

interface Told extends Partial<Ended> {
  cell: string | null;
  number?: number;
  of?: number;
}

/** A running execute.py. */
interface Process {
  child: ChildProcessWithoutNullStreams;
  lines: AsyncIterator<string>;
  complaints: string;
}

/** Executes notebooks one after another in a process of its own; after a failure, in a new one. */
export class Executor {
  readonly #python: string;
  readonly #signal: AbortSignal | undefined;
  #process: Process | undefined;

  /**
   * @param python that has nbclient
   * @param signal ends it with its kernels
   */
  constructor(python: string, signal?: AbortSignal) {
    this.#python = python;
    this.#signal = signal;
  }

  #start(): Process {
    const child = spawn(this.#python, [script], {
      env: jupyterEnvironment(),
      signal: this.#signal,
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const started: Process = { child, lines, complaints: "" };
    const complain = (text: unknown) => {
      started.complaints = (started.complaints + String(text)).slice(-4000);
    };
    child.on("error", ({ message }) => complain(message));
    child.stderr.on("data", complain);
    child.stdin.on("error", () => {}); // the answer, or its absence, tells
    return started;
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
    this.#process ??= this.#start();
    const { child, lines } = this.#process;
    child.stdin.write(`${JSON.stringify(line)}\n`);
    for (;;) {
      const { value, done } = await lines.next();
      if (done) {
        // it may yet say why; what it has started may hold that open
        await finished(child.stderr, { signal: AbortSignal.timeout(1000) }).catch(() => {});
        const lastLines = this.#process.complaints.trim().split("\n").slice(-12).join("\n");
        this.#process = undefined;
        throw new Problem(`Jupyter failed while it executed ${job.notebook}.\n\n${lastLines}`);
      }
      const {
        ended,
        cell,
        overruns = [],
        seconds = 0,
        number = 0,
        of = 0,
      }: Told = JSON.parse(value);
      if (ended !== undefined) return { ended, cell, overruns, seconds };
      at(cell ?? "", number, of);
    }
  }

  async end(): Promise<void> {
    const { child } = this.#process ?? {};
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const closed = once(child, "close");
    child.stdin.end();
    await closed;
  }
}
