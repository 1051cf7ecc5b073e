import { type ChildProcess, spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Dealer } from "zeromq";
import { root } from "../../scripts/setup/project.mjs";
import { freePort } from "../freePort.ts";

const KEY = "key";
const KERNEL = path.join(root, "kernel/dist/kernels/typescript");

export type Channel = "shell" | "control" | "stdin";

/** A message as it is sent: texts that need not be JSON. */
export interface Parts {
  header: string;
  parent: string;
  metadata: string;
  content: string;
}

export interface Received {
  channel: Channel;
  type: string;
  id: string;
  /** The `msg_id` of what it answers. */
  parent: string;
  content: Record<string, unknown>;
}

/** The frames of a message, with the signature that whoever knows the key gives it. */
export function signedFrames({ header, parent, metadata, content }: Parts): string[] {
  const parts = [header, parent, metadata, content];
  const signature = createHmac("sha256", KEY).update(parts.join("")).digest("hex");
  return ["<IDS|MSG>", signature, ...parts];
}

/** A kernel behind bare sockets, to which anything can be sent; Jupyter's client sends no nonsense. */
export class RawClient {
  readonly received: Received[] = [];
  readonly #folder: string;
  readonly #kernel: ChildProcess;
  readonly #sockets: Record<Channel, Dealer>;
  #wake: () => void = () => {};

  private constructor(folder: string, kernel: ChildProcess, ports: Record<Channel, number>) {
    this.#folder = folder;
    this.#kernel = kernel;
    const connect = (channel: Channel) => {
      const socket = new Dealer({ routingId: "raw", linger: 0 });
      socket.connect(`tcp://127.0.0.1:${ports[channel]}`);
      void this.#listen(channel, socket);
      return socket;
    };
    this.#sockets = {
      shell: connect("shell"),
      control: connect("control"),
      stdin: connect("stdin"),
    };
    kernel.once("exit", () => this.#wake());
  }

  /** Starts a kernel. */
  static async start(): Promise<RawClient> {
    const folder = await mkdtemp(path.join(tmpdir(), "raw-client-"));
    const file = path.join(folder, "connection.json");
    const [shell, control, stdin, iopub, heartbeat] = await Promise.all(
      Array.from({ length: 5 }, freePort),
    );
    await writeFile(
      file,
      JSON.stringify({
        ip: "127.0.0.1",
        transport: "tcp",
        key: KEY,
        signature_scheme: "hmac-sha256",
        shell_port: shell,
        control_port: control,
        stdin_port: stdin,
        iopub_port: iopub,
        hb_port: heartbeat,
      }),
    );
    const { argv } = JSON.parse(await readFile(path.join(KERNEL, "kernel.json"), "utf8"));
    const [, ...args]: string[] = argv;
    const filled = args.map((arg) =>
      arg.replace("{resource_dir}", KERNEL).replace("{connection_file}", file),
    );
    const kernel = spawn(process.execPath, filled, { cwd: folder, stdio: "ignore" });
    return new RawClient(folder, kernel, { shell, control, stdin });
  }

  async #listen(channel: Channel, socket: Dealer): Promise<void> {
    for await (const frames of socket) {
      const [header, parent, , content] = frames
        .slice(-4)
        .map((frame) => JSON.parse(frame.toString()));
      this.received.push({
        channel,
        type: header.msg_type,
        id: header.msg_id,
        parent: parent.msg_id,
        content,
      });
      this.#wake();
    }
  }

  get isAlive(): boolean {
    return this.#kernel.exitCode === null && this.#kernel.signalCode === null;
  }

  /** Sends frames as they are. */
  send(channel: Channel, frames: string[]): Promise<void> {
    return this.#sockets[channel].send(frames);
  }

  /**
   * Waits for a message.
   *
   * @throws Error if the kernel ends
   */
  async wait(wanted: (message: Received) => boolean): Promise<Received> {
    for (;;) {
      const found = this.received.find(wanted);
      if (found) return found;
      if (!this.isAlive) throw new Error("the kernel has ended");
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Ends the kernel, and leaves nothing behind. */
  async end(): Promise<void> {
    if (this.isAlive) {
      this.#kernel.kill("SIGKILL");
      await once(this.#kernel, "exit");
    }
    for (const socket of Object.values(this.#sockets)) socket.close();
    await rm(this.#folder, { recursive: true });
  }
}
