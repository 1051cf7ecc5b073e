import type { Failed, Output } from "../../messages.ts";
import { makeButton } from "../bar.ts";
import type { PageCell } from "../cell.ts";
import type { Page } from "../page.ts";
import { showBundle } from "./showBundle.ts";

type Shown = Exclude<Output, Failed | { output_type: "stream" }>;

/** The outputs of one run of a cell, which take the place of those that stand there. */
export class Outputs {
  readonly #page: Page;
  readonly #cell: PageCell;
  readonly #displays = new Map<string, HTMLElement>();
  /** Whether what stands there goes when something new comes. */
  #isOld = true;
  #isAny = false;
  /** What is being shown in each place. */
  readonly #shown = new WeakMap<HTMLElement, Promise<void>>();

  constructor(page: Page, cell: PageCell) {
    this.#page = page;
    this.#cell = cell;
  }

  put(output: Output): void {
    if (output.output_type === "stream") this.#stream(output.name, output.text);
    else if (output.output_type === "error") this.#fail(output);
    else this.#show(output);
  }

  /** @param wait with the next output */
  clear(wait: boolean): void {
    this.#isOld = true;
    if (!wait) this.#makeRoom();
  }

  /** Offers a way out under what stands there. */
  offer(text: string, press: () => void): void {
    (this.#cell.live.lastElementChild ?? this.#place()).append(" ", makeButton(text, press));
  }

  /** No more come. */
  end(): void {
    if (!this.#isAny) this.#makeRoom();
  }

  #show({ output_type, data, metadata, transient }: Shown): void {
    const id = transient?.display_id;
    const known = id === undefined ? undefined : this.#displays.get(id);
    const place = (output_type === "update_display_data" && known) || this.#place();
    if (id !== undefined) this.#displays.set(id, place);
    const before = this.#shown.get(place) ?? Promise.resolve();
    const shown = before
      .then(() => showBundle(this.#page, place, data, metadata))
      .catch(({ message }: Error) => {
        place.textContent = `This output cannot be shown: ${message}`;
      });
    this.#shown.set(place, shown);
  }

  #makeRoom(): void {
    if (!this.#isOld) return;
    this.#isOld = false;
    this.#isAny = true;
    this.#displays.clear();
    this.#cell.showPublished(false);
    this.#cell.live.replaceChildren();
  }

  #place(): HTMLElement {
    this.#makeRoom();
    const place = document.createElement("div");
    place.className = "output";
    this.#cell.live.append(place);
    return place;
  }

  #stream(name: string, text: string): void {
    const last = this.#isOld ? undefined : this.#cell.live.lastElementChild?.firstElementChild;
    if (last instanceof HTMLPreElement && last.dataset.stream === name) last.append(plain(text));
    else {
      const pre = document.createElement("pre");
      pre.dataset.stream = name;
      if (name === "stderr") pre.className = "stderr";
      pre.append(plain(text));
      this.#place().append(pre);
    }
  }

  #fail({ traceback, cell, line, column }: Failed): void {
    const place = this.#alert(plain(traceback.join("\n")));
    const at = this.#page.cells[(cell ?? 0) - 1];
    if (!at || line === undefined) return;
    place.append(
      makeButton(`Go to cell ${at.number}, line ${line}`, () => at.goTo(line, column ?? 1)),
    );
  }

  #alert(text: string): HTMLElement {
    const pre = document.createElement("pre");
    pre.className = "stderr";
    pre.setAttribute("role", "alert");
    pre.textContent = text;
    const place = this.#place();
    place.append(pre);
    return place;
  }
}

/** Text without the escape sequences of terminals. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they begin with one
const plain = (text: string) => text.replace(/\u001b\[[\d;]*[A-Za-z]/g, "");
