import { type ChildProcess, spawn } from "node:child_process";
import { createInterface, type Interface } from "node:readline";
import { fileURLToPath } from "node:url";

/** What came of a cell. */
export interface Outputs {
  readonly texts: readonly string[];
  /** The state of a kernel that ended meanwhile. */
  readonly died?: string;
}

/** A student who is logged in at a hub and has a kernel. */
export class Student {
  readonly #process: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  private constructor(process: ChildProcess, lines: Interface) {
    this.#process = process;
    this.#lines = lines[Symbol.asyncIterator]();
  }

  /** @param python has `requests` and `websocket`, as a hub's has */
  static async logIn(python: string, hub: string, name: string, password: string) {
    const script = fileURLToPath(new URL("student.py", import.meta.url));
    const child = spawn(python, [script, hub, name, password], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const student = new Student(child, createInterface({ input: child.stdout }));
    await student.#answer();
    return student;
  }

  run(cell: string): Promise<Outputs> {
    return this.#ask({ cell });
  }

  /** Takes up the kernel that stands in for one that died. */
  async reconnect(): Promise<void> {
    await this.#ask({ reconnect: true });
  }

  /** What the hub answers to a path. */
  get(path: string): Promise<{ status: number; url: string; body: string }> {
    return this.#ask({ get: path });
  }

  leave(): void {
    this.#process.stdin?.end();
  }

  #ask<Answer>(question: object): Promise<Answer> {
    this.#process.stdin?.write(`${JSON.stringify(question)}\n`);
    return this.#answer();
  }

  async #answer<Answer>(): Promise<Answer> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error("the student's program has ended; its last words are above");
    return JSON.parse(value);
  }
}
