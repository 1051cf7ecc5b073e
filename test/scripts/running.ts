import { type ChildProcess, spawn } from "node:child_process";

/** How a command ended and what it printed, both streams together. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** A started command, in a process group of its own. */
export class Running {
  readonly ended: Promise<Ended>;
  private readonly child: ChildProcess;
  private output = "";

  constructor(command: string, args: string[], options: { cwd: string; env: NodeJS.ProcessEnv }) {
    this.child = spawn(command, args, {
      ...options,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on("data", (chunk) => {
        this.output += chunk;
      });
    }
    this.ended = new Promise((resolve) => {
      this.child.on("exit", (code) => resolve({ code, output: this.output }));
    });
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error("It did not start.");
    return this.child.pid;
  }

  /** Signals this one process. */
  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Does what Ctrl-C in a terminal does, to the whole group, and waits for the end. */
  interrupt(): Promise<Ended> {
    this.signalAll("SIGINT");
    return this.ended;
  }

  /** Kills it and all that it has started, unless it has ended. */
  end(): void {
    this.signalAll("SIGKILL");
  }

  private signalAll(signal: NodeJS.Signals): void {
    if (this.child.pid && !this.hasEnded) process.kill(-this.child.pid, signal);
  }

  private get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Waits until it has printed `text`; what it has printed so far. */
  async says(text: string): Promise<string> {
    await this.until(() => this.output.includes(text), `saying "${text}"`);
    return this.output;
  }

  /**
   * Waits until it has done something.
   * @throws Error where it ends before
   */
  async until(isDone: () => boolean | Promise<boolean>, what: string): Promise<void> {
    while (!(await isDone())) {
      if (this.hasEnded) throw new Error(`It ended without ${what}: ${this.output}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
