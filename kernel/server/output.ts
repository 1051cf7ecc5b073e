import { isGrading } from "../grading.ts";
import type { Failure } from "../threads.ts";
import { Streams } from "./streams.ts";
import type { Request } from "./wire.ts";

/** What a cell may put out while it is graded, in characters. */
const LIMIT: number = isGrading ? 2e6 : Infinity;

const NOTE = `\n… the output of this cell is cut at ${LIMIT / 1e6} MB, as it is being graded.\n`;

/** A failure, cut where it alone is longer than a graded cell's output may be. */
export function cutFailure({ ename, evalue, traceback }: Failure, limit: number = LIMIT): Failure {
  const cut = (text: string) => (text.length > limit ? text.slice(0, limit) + NOTE : text);
  return { ename, evalue: cut(evalue), traceback: traceback.map(cut) };
}

/** A result's JSON; where it alone is too long, the note in its place: it can be no mark. */
export function cutResult(json: string, limit: number = LIMIT): string {
  if (json.length <= limit) return json;
  return JSON.stringify({ data: { "text/plain": NOTE.trim() }, metadata: {} });
}

type Publish = (type: string, content: object, cell: Request | undefined) => void;

/**
 * What the cells put out, in order. While they are graded, stderr goes to stdout, as nbgrader
 * gives no points where there is any, and a cell's output is cut.
 */
export class Output {
  readonly #publish: Publish;
  readonly #current: () => Request | undefined;
  readonly #streams = new Streams((content) => this.#put("stream", content));
  readonly #limit: number;
  #cell: Request | undefined;
  #left: number;

  constructor(publish: Publish, current: () => Request | undefined, limit: number = LIMIT) {
    this.#publish = publish;
    this.#current = current;
    this.#left = this.#limit = limit;
  }

  write(name: string, text: string): void {
    const left = this.#spend(text.length);
    const kept = left < text.length ? text.slice(0, Math.max(0, left)) : text;
    if (kept) this.#streams.write(isGrading ? "stdout" : name, kept);
    if (left >= 0 && left < text.length) this.#streams.write("stdout", NOTE);
  }

  /** Puts out JSON after what was written before. */
  show(type: string, json: string): void {
    const left = this.#spend(json.length);
    if (left >= 0 && left < json.length) this.#streams.write("stdout", NOTE);
    this.#streams.flush();
    if (left >= json.length) this.#put(type, JSON.parse(json));
  }

  clear(wait: boolean): void {
    this.#streams.flush();
    this.#put("clear_output", { wait });
  }

  /** Publishes what was written so far: to be called before any other message. */
  flush(): void {
    this.#streams.flush();
  }

  #put(type: string, content: object): void {
    this.#publish(type, content, this.#current());
  }

  /** How many characters the cell had left; negative once the note about the cut is out. */
  #spend(size: number): number {
    if (this.#cell !== this.#current()) {
      this.#cell = this.#current();
      this.#left = this.#limit;
    }
    const left = this.#left;
    this.#left = size <= left ? left - size : -1;
    return left;
  }
}
