import { Peer, type Side } from "../core/side.ts";

/** Collects the sides of a table; a note says which cannot run, and why. */
export class Sides {
  readonly sides: Side[] = [];
  readonly notes: string[] = [];
  readonly #peers: Peer[] = [];

  /** Starts a process of this folder. */
  async start(
    file: string,
    options: ConstructorParameters<typeof Peer>[1],
    start: object,
  ): Promise<Peer> {
    const peer = new Peer(new URL(file, import.meta.url), options);
    this.#peers.push(peer);
    await peer.ask({ start });
    return peer;
  }

  /** Starts a process and adds what it measures, by name. */
  async add(
    file: string,
    options: ConstructorParameters<typeof Peer>[1],
    start: object,
    requests: Record<string, object>,
  ): Promise<void> {
    const failed = (name: string, { message }: Error) =>
      this.notes.push(`${name} cannot train: ${message}.`);
    const names = Object.keys(requests).join(", ");
    const peer = await this.start(file, options, start).catch((error) => failed(names, error));
    if (!(peer instanceof Peer)) return;
    for (const [name, request] of Object.entries(requests)) {
      const measure = async () => (await peer.ask<{ ms: number }>(request)).ms;
      await measure().then(
        () => this.sides.push({ name, measure }),
        (error) => failed(name, error),
      );
    }
  }

  async end(): Promise<void> {
    await Promise.all(this.#peers.map((peer) => peer.end()));
  }
}
