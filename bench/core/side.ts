import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** What a bench times: one way to do the work. */
export interface Side {
  readonly name: string;
  /** Does the work for a moment; gives the time of one piece of it, in the table's unit. */
  measure(): Promise<number>;
}

/**
 * A process that does what a line of JSON asks and answers with a line of JSON; `[]` is its end.
 * Python files run in `python`, TypeScript files in this Node.
 */
export class Peer {
  readonly #child: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  readonly #script: string;
  readonly #closed: Promise<void>;

  constructor(
    script: URL,
    { python = "", env = {} }: { python?: string; env?: NodeJS.ProcessEnv },
  ) {
    this.#script = fileURLToPath(script);
    const [program, ...args] = this.#script.endsWith(".py")
      ? [python, this.#script]
      : [process.execPath, "--import", "tsx", this.#script];
    this.#child = spawn(program, args, {
      env: { ...process.env, ...env },
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#closed = new Promise((resolve) => this.#child.once("close", () => resolve()));
    this.#child.on("error", () => {}); // ask says that it ended
    this.#child.stdin?.on("error", () => {});
    if (!this.#child.stdout) throw new Error("a pipe was asked for");
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** @throws Error when the process ends without an answer, or answers `{"error": …}` */
  async ask<Answer>(request: object): Promise<Answer> {
    this.#child.stdin?.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error(`${this.#script} ended without an answer`);
    const answer = JSON.parse(value);
    if (answer.error) throw new Error(answer.error);
    return answer;
  }

  async end(): Promise<void> {
    this.#child.stdin?.end();
    await this.#closed;
  }
}

/** Threads of all libraries that Python numbers go through, and OpenBLAS's own choice of kernel. */
export function threads(count: number): NodeJS.ProcessEnv {
  const each = [
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "TF_NUM_INTRAOP_THREADS",
    "TF_NUM_INTEROP_THREADS",
  ];
  return {
    ...Object.fromEntries(each.map((name) => [name, String(count)])),
    OPENBLAS_CORETYPE: undefined,
    OPENBLAS_L2_SIZE: undefined,
    TF_CPP_MIN_LOG_LEVEL: "3",
  };
}
