import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A server that passes on what goes to another one and comes back, until its connections are reset. */
export class Between {
  readonly sockets: Socket[] = [];
  /** How often something has gone to the other. */
  messages = 0;
  readonly #server = createServer((socket) => {
    const onward = connect(Number(this.#to.port), this.#to.hostname);
    socket.on("error", () => {}).pipe(onward);
    onward.on("error", () => {}).pipe(socket);
    this.sockets.push(socket, onward);
    socket.on("data", () => {
      if (++this.messages === this.#last) this.reset();
    });
  });
  readonly #to: URL;
  readonly #last: number;

  private constructor(to: string, last: number) {
    this.#to = new URL(to);
    this.#last = last;
  }

  /** @param last the message with which all connections are reset, once; those made later stay */
  static async make(to: string, last = 0): Promise<Between> {
    const between = new Between(to, last);
    between.#server.listen(0, "127.0.0.1");
    await once(between.#server, "listening");
    return between;
  }

  /** As the other's, with this one's port. */
  get url(): string {
    const url = new URL(this.#to);
    url.port = String((this.#server.address() as AddressInfo).port);
    return url.href;
  }

  reset(): void {
    for (const socket of this.sockets.splice(0)) socket.resetAndDestroy();
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.#server.close();
  }
}
