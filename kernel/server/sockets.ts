import { readFileSync } from "node:fs";
import { Publisher, Reply, Router } from "zeromq";
import { complain } from "../complain.ts";
import { type Request, Wire } from "./wire.ts";

/** Jupyter's connection file. */
interface Connection {
  ip: string;
  transport: string;
  key: string;
  shell_port: number;
  iopub_port: number;
  stdin_port: number;
  control_port: number;
  hb_port: number;
}

/** Without these a send throws EBUSY after 512 in one turn, and messages are lost. */
const unlimited = { sendHighWaterMark: 0, sendTimeout: 0 };

/** A client that connects anew takes its old connection's place, else it gets no answers. */
const newRouter = () => new Router({ handover: true, ...unlimited });

/** The kernel's five sockets. */
export class Sockets {
  readonly shell: Router = newRouter();
  readonly control: Router = newRouter();
  readonly stdin: Router = newRouter();
  readonly #iopub: Publisher = new Publisher(unlimited);
  readonly #heartbeat: Reply = new Reply();
  readonly #connection: Connection;
  readonly #wire: Wire;

  constructor(connectionFile: string) {
    this.#connection = JSON.parse(readFileSync(connectionFile, "utf8"));
    this.#wire = new Wire(this.#connection.key);
  }

  /** The sockets' ports, by their names in the connection file. */
  get ports(): Record<string, number> {
    const { shell_port, iopub_port, stdin_port, control_port, hb_port } = this.#connection;
    return { shell_port, iopub_port, stdin_port, control_port, hb_port };
  }

  async bind(): Promise<void> {
    const { transport, ip, ...ports } = this.#connection;
    const separator = transport === "ipc" ? "-" : ":"; // of a file's name, or of a host and port
    const address = (port: number) => `${transport}://${ip}${separator}${port}`;
    await Promise.all([
      this.shell.bind(address(ports.shell_port)),
      this.control.bind(address(ports.control_port)),
      this.stdin.bind(address(ports.stdin_port)),
      this.#iopub.bind(address(ports.iopub_port)),
      this.#heartbeat.bind(address(ports.hb_port)),
    ]);
    void this.#beat();
  }

  async #beat(): Promise<void> {
    for await (const frames of this.#heartbeat) await this.#heartbeat.send(frames);
  }

  /** Sends a message to all clients. */
  publish(type: string, content: object, parent?: Request): void {
    void this.#iopub.send(this.#wire.frames(type, content, parent, [type])).catch(complain);
  }

  /** Sends a message to the client that made a request. */
  reply(socket: Router, type: string, content: object, parent: Request, id?: string): void {
    const frames = this.#wire.frames(type, content, parent, parent.identities, id);
    void socket.send(frames).catch(complain);
  }

  /** Takes each message as it comes. */
  async listen(socket: Router, take: (request: Request) => void): Promise<void> {
    for await (const frames of socket) {
      try {
        take(this.#wire.parse(frames));
      } catch (error) {
        complain(error);
      }
    }
  }

  close(): void {
    const all = [this.shell, this.control, this.stdin, this.#iopub, this.#heartbeat];
    for (const socket of all) socket.close();
  }
}
