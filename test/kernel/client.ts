import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { Language } from "../../kernel/languages.ts";
import { jupyterEnvironment } from "../../scripts/setup/jupyter.mjs";
import { jupyterPython } from "../../scripts/setup/python.mjs";

export interface Content {
  [key: string]: unknown;
  status: string;
  execution_state: string;
  execution_count: number;
  ename: string;
  evalue: string;
  traceback: string[];
  name: string;
  text: string;
  code: string;
  prompt: string;
  data: Record<string, unknown>;
  transient: { display_id?: string };
}

export interface Message {
  channel: "shell" | "iopub" | "stdin" | "control";
  type: string;
  content: Content;
  id: string;
  parent: string;
}

type Channel = Message["channel"];
type Transport = "tcp" | "ipc";
/** What client.py says. */
type Line = Message | { ready: number } | { done: string };

/** What came of a request. */
export class Answer {
  /** What was published meanwhile. */
  readonly published: Message[] = [];
  reply: Content | undefined;

  get isFinished(): boolean {
    const last = this.published.at(-1);
    return this.reply !== undefined && last?.content.execution_state === "idle";
  }

  /** The contents of all published messages of a type. */
  all(type: string): Content[] {
    return this.published.filter((message) => message.type === type).map(({ content }) => content);
  }

  /** What was written to a stream. */
  text(name = "stdout"): string {
    const streams = this.all("stream").filter((content) => content.name === name);
    return streams.map(({ text }) => text).join("");
  }

  /** The text of the result. */
  get result(): unknown {
    return this.all("execute_result")[0]?.data["text/plain"];
  }

  /** The error, as `name: value`. */
  get error(): string | undefined {
    const [error] = this.all("error");
    return error && `${error.ename}: ${error.evalue}`;
  }
}

interface Pending {
  answer: Answer;
  resolve: (answer: Answer) => void;
}

/** A kernel behind a real Jupyter client. */
export class Kernel {
  /** An empty folder in which the kernel runs. */
  readonly folder: string;
  /** The kernel's process. */
  pid = 0;
  /** The client's process. */
  readonly client: ChildProcessByStdio<Writable, Readable, null>;
  readonly #home: string;
  readonly #pending = new Map<string, Pending>();
  readonly #waiting: { wanted: (line: Line) => boolean; resolve: (line: Line) => void }[] = [];
  #ids = 0;

  private constructor(
    python: string,
    home: string,
    folder: string,
    language: Language,
    transport: Transport,
    environment: NodeJS.ProcessEnv,
  ) {
    this.#home = home;
    this.folder = folder;
    const script = path.join(import.meta.dirname, "client.py");
    this.client = spawn(python, [script, folder, language, transport], {
      stdio: ["pipe", "pipe", "inherit"],
      env: {
        ...jupyterEnvironment(),
        HOME: home,
        JUPYTER_CONFIG_DIR: home,
        JUPYTER_DATA_DIR: home,
        JUPYTER_RUNTIME_DIR: home,
        IPYTHONDIR: home,
        ...environment,
      },
    });
    createInterface(this.client.stdout).on("line", (line) => this.#take(JSON.parse(line)));
  }

  /** Starts a kernel. */
  static async start(
    language: Language = "typescript",
    transport: Transport = "tcp",
    environment: NodeJS.ProcessEnv = {},
  ): Promise<Kernel> {
    const python = await jupyterPython();
    const home = await mkdtemp(path.join(tmpdir(), "kernel-home-"));
    const folder = await mkdtemp(path.join(tmpdir(), "kernel-"));
    const kernel = new Kernel(python, home, folder, language, transport, environment);
    await kernel.#until((line) => "ready" in line);
    return kernel;
  }

  #take(line: Line): void {
    if ("ready" in line) this.pid = line.ready;
    if ("channel" in line) this.#takeMessage(line);
    const index = this.#waiting.findIndex(({ wanted }) => wanted(line));
    if (index >= 0) this.#waiting.splice(index, 1)[0].resolve(line);
  }

  #takeMessage(message: Message): void {
    const pending = this.#pending.get(message.parent);
    if (!pending) return;
    const { answer, resolve } = pending;
    if (message.channel === "iopub") answer.published.push(message);
    else if (message.type.endsWith("_reply")) answer.reply = message.content;
    if (!answer.isFinished) return;
    this.#pending.delete(message.parent);
    resolve(answer);
  }

  #until(wanted: (line: Line) => boolean): Promise<Line> {
    return new Promise((resolve) => this.#waiting.push({ wanted, resolve }));
  }

  #tell(command: object): void {
    this.client.stdin.write(`${JSON.stringify(command)}\n`);
  }

  /** Sends a message for which no answer is expected. */
  send(
    channel: Channel,
    type: string,
    content: object,
    { parent, metadata }: { parent?: string; metadata?: object } = {},
  ): string {
    const id = `test-${++this.#ids}`;
    this.#tell({ do: "send", channel, type, content, id, parent, metadata });
    return id;
  }

  /** Answers the kernel's question with the id `asked`. */
  answer(asked: string, value: string): void {
    this.send("stdin", "input_reply", { value }, { parent: asked });
  }

  /** Sends a request and waits until it is answered and the kernel is idle. */
  request(type: string, content: object = {}, metadata?: object): Promise<Answer> {
    const id = this.send("shell", `${type}_request`, content, { metadata });
    return new Promise((resolve) => {
      this.#pending.set(id, { answer: new Answer(), resolve });
    });
  }

  /** Runs a cell. */
  run(code: string, options: object = {}, metadata?: object): Promise<Answer> {
    const content = { code, silent: false, stop_on_error: false, ...options };
    return this.request("execute", content, metadata);
  }

  /** Waits for a message, or for one with this in its text; returns its id. */
  async message(type: string, text = ""): Promise<string> {
    const isMet = (line: Line) =>
      "type" in line && line.type === type && (line.content.text ?? "").includes(text);
    const line = await this.#until(isMet);
    return "id" in line ? line.id : "";
  }

  /** Does what the buttons of JupyterLab do. */
  async press(button: "interrupt" | "restart" | "shutdown"): Promise<void> {
    this.#tell({ do: button });
    await this.#until((line) => "done" in line && line.done === button);
  }

  /** Ends the kernel and its client, and removes their folders. */
  async end(): Promise<void> {
    if (this.client.exitCode === null && this.client.signalCode === null) {
      const exited = once(this.client, "exit");
      this.client.stdin.end();
      await exited;
    }
    for (const folder of [this.#home, this.folder]) await rm(folder, { recursive: true });
  }
}
