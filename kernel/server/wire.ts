import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

// Frames and messages: https://jupyter-client.readthedocs.io/en/stable/messaging.html

interface Header {
  msg_id: string;
  msg_type: string;
  session: string;
  username: string;
  date: string;
  version: string;
}

/** The fields of requests that the kernel reads. */
export interface RequestContent {
  code: string;
  cursor_pos: number;
  silent?: boolean;
  store_history?: boolean;
  stop_on_error?: boolean;
  allow_stdin?: boolean;
  user_expressions?: Record<string, unknown>;
  restart?: boolean;
  value: string;
  hist_access_type?: "range" | "search" | "tail";
  n?: number | null;
  pattern?: string;
  unique?: boolean;
  start?: number;
  stop?: number | null;
  output?: boolean;
  comm_id?: string;
  command?: string;
  seq?: number;
}

/** A message from a client. */
export interface Request {
  identities: Buffer[];
  header: Header;
  /** The header, as what answers it repeats it. */
  echo: string;
  /** The header of the message that it answers; empty if the client does not say. */
  parent: Partial<Header>;
  /** Whatever the client sends. */
  metadata: unknown;
  content: RequestContent;
}

const DELIMITER = Buffer.from("<IDS|MSG>");

/** So many signatures are remembered, to refuse a message that comes again. */
const REMEMBERED = 65536;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Reads and writes signed messages. */
export class Wire {
  readonly #key: string;
  readonly #seen = new Set<string>();
  readonly #session: string = randomUUID();

  constructor(key: string) {
    this.#key = key;
  }

  #sign(parts: (Buffer | string)[]): string {
    if (!this.#key) return "";
    const hmac = createHmac("sha256", this.#key);
    for (const part of parts) hmac.update(part);
    return hmac.digest("hex");
  }

  /** Refuses a message that was taken before: whoever sent it again need not know the key. */
  #takeOnce(signature: string): void {
    if (!signature) return;
    if (this.#seen.has(signature)) throw new Error("a message that was taken before");
    this.#seen.add(signature);
    const [oldest] = this.#seen;
    if (this.#seen.size > REMEMBERED) this.#seen.delete(oldest);
  }

  /**
   * @throws Error if the frames are no message, the signature is wrong, the message was taken
   * before, or its header cannot be repeated
   */
  parse(frames: Buffer[]): Request {
    const at = frames.findIndex((frame) => frame.equals(DELIMITER));
    if (at < 0 || frames.length < at + 6) throw new Error("not a Jupyter message");
    const signature = frames[at + 1];
    const parts = frames.slice(at + 2, at + 6);
    const expected = Buffer.from(this.#sign(parts));
    if (expected.length !== signature.length || !timingSafeEqual(expected, signature)) {
      throw new Error("a message with a wrong signature");
    }
    this.#takeOnce(signature.toString());
    const [header, parent, metadata, content] = parts.map((part) => JSON.parse(part.toString()));
    if (typeof header?.msg_type !== "string" || typeof header.msg_id !== "string") {
      throw new Error("a message whose header has no msg_type or msg_id");
    }
    return {
      identities: frames.slice(0, at),
      header,
      echo: JSON.stringify(header), // throws if it is nested too deeply
      parent: isRecord(parent) ? parent : {},
      metadata,
      content,
    };
  }

  /** The frames of a message; `identities` are the routing frames before it. */
  frames(
    type: string,
    content: object,
    parent: Request | undefined,
    identities: (Buffer | string)[],
    id: string = randomUUID(),
  ): (Buffer | string)[] {
    const header: Header = {
      msg_id: id,
      msg_type: type,
      session: this.#session,
      username: "kernel",
      date: new Date().toISOString(),
      version: "5.3",
    };
    const parts = [JSON.stringify(header), parent?.echo ?? "{}", "{}", JSON.stringify(content)];
    return [...identities, DELIMITER, this.#sign(parts), ...parts];
  }
}
