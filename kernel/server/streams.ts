type Publish = (content: { name: string; text: string }) => void;

const LONGEST = 65536; // characters in a message
const DELAY = 30; // milliseconds

/** Joins what is written within a short time into one `stream` message. */
export class Streams {
  readonly #publish: Publish;
  #name = "stdout";
  #text = "";
  #timer: NodeJS.Timeout | undefined;

  constructor(publish: Publish) {
    this.#publish = publish;
  }

  write(name: string, text: string): void {
    if (name !== this.#name) this.flush();
    this.#name = name;
    this.#text += text;
    if (this.#text.length > LONGEST) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), DELAY);
  }

  /** Publishes what was written so far: to be called before any other message. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#text) this.#publish({ name: this.#name, text: this.#text });
    this.#text = "";
  }
}
