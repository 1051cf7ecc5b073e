import { type Bar, makeBar, makeButton } from "./bar.ts";
import type { Fault } from "./cellChecker.ts";
import type { Editor } from "./editor.ts";
import { keepEdit, keptEdit } from "./edits.ts";

/** How a cell stands: `stale` ran in a worker that has been ended since. */
export type State =
  | ""
  | "waiting"
  | "loading"
  | "running"
  | "done"
  | "failed"
  | "stopped"
  | "stale";

/** What the buttons of a cell do. */
export interface Actions {
  run(cell: PageCell): void;
  stop(): void;
  edit(cell: PageCell): void;
  reset(cell: PageCell): void;
  check(cell: PageCell): void;
  goTo(cell: PageCell, line: number, column: number): void;
}

/** A cell of code in the page: what is published, what the reader has made of it, and its buttons. */
export class PageCell {
  readonly id: string;
  /** Its number among the cells of code, from 1. */
  readonly number: number;
  readonly section: HTMLElement;
  /** The source as it is published. */
  readonly published: string;
  /** Where outputs of the reader's runs stand. */
  readonly live: HTMLElement = document.createElement("div");
  state: State = "";
  /** Opens the source at a place, both from 1. */
  readonly goTo: (line: number, column: number) => void;
  readonly #bar: Bar;
  readonly #highlight: HTMLElement;
  readonly #edited = document.createElement("div");
  readonly #faults = document.createElement("ul");
  readonly #runButton: HTMLButtonElement;
  readonly #checkButton: HTMLButtonElement;
  readonly #resetButton: HTMLButtonElement;
  #source: string;
  #editor: Editor | undefined;

  constructor(section: HTMLElement, number: number, actions: Actions) {
    this.section = section;
    this.id = section.id.replace(/^cell-/, "");
    this.number = number;
    const details = section.querySelector<HTMLElement>(".source") ?? section;
    this.#highlight = details.querySelector<HTMLElement>(".highlight") ?? details;
    this.#source = this.published = (this.#highlight.textContent ?? "").replace(/\s+$/, "");
    this.goTo = (line, column) => actions.goTo(this, line, column);
    this.#bar = makeBar(`Cell ${number}`);
    this.#runButton = this.#bar.add("Run", () => {
      if (this.isBusy) actions.stop();
      else actions.run(this);
    });
    this.#bar.add("Edit", () => actions.edit(this));
    this.#checkButton = this.#bar.add("Check types", () => actions.check(this));
    this.#resetButton = this.#bar.add("Reset", () => actions.reset(this));
    this.#edited.className = "edited";
    this.#faults.className = "faults";
    this.live.className = "live";
    details.append(this.#edited);
    details.after(this.#bar.element, this.#faults);
    section.append(this.live);
    const kept = keptEdit(this.id);
    if (kept) {
      this.#showEdit(kept.source);
      this.say(
        "",
        kept.over === this.published
          ? "as you edited it"
          : "as you edited it; the page has another cell here now: Reset shows it",
      );
    }
    this.#offer();
  }

  /** The source as it is shown. */
  get source(): string {
    return this.#source;
  }

  get editor(): Editor | undefined {
    return this.#editor;
  }

  set editor(editor: Editor | undefined) {
    this.#editor = editor;
    this.#offer();
  }

  get isBusy(): boolean {
    return ["waiting", "loading", "running"].includes(this.state);
  }

  get isEdited(): boolean {
    return this.#source !== this.published;
  }

  /** Puts the cell into a state and says so. */
  say(state: State, text: string): void {
    this.state = state;
    this.section.dataset.state = state;
    this.#runButton.textContent = this.isBusy ? "Stop" : "Run";
    this.#bar.say(text);
    this.#offer();
  }

  /** Says something while the state stays. */
  tell(text: string): void {
    this.#bar.say(text);
  }

  /** Takes the reader's source, and keeps it for the next visit. */
  edit(source: string): void {
    this.#source = source;
    this.#faults.replaceChildren();
    const edit = this.isEdited ? { source, over: this.published } : undefined;
    const isKept = keepEdit(this.id, edit);
    if (!this.isBusy) {
      const since = this.state ? "edited since it ran" : "edited";
      this.tell(isKept ? since : `${since}; this browser will not keep it`);
    }
    this.#offer();
  }

  /** An element for an editor in the place of the source. */
  openEdited(): HTMLElement {
    this.#showEdit(this.#source);
    this.section.querySelector(".source")?.setAttribute("open", "");
    return this.#edited;
  }

  /** Shows the cell as it is published, code and outputs. */
  reset(): void {
    this.#source = this.published;
    keepEdit(this.id, undefined);
    this.editor?.close();
    this.editor = undefined;
    this.#edited.replaceChildren();
    this.#faults.replaceChildren();
    this.#highlight.hidden = false;
    this.showPublished(true);
    if (!this.isBusy) this.say("", "");
  }

  /** Shows the published outputs, or those of the reader's run. */
  showPublished(published: boolean): void {
    if (published) this.live.replaceChildren();
    for (const output of this.section.querySelectorAll<HTMLElement>(":scope > .output")) {
      output.hidden = !published;
    }
  }

  /** Lists what TypeScript finds in the source. */
  showFaults(faults: Fault[]): void {
    const items = faults.map(({ line, column, text }) => {
      const item = document.createElement("li");
      item.append(makeButton(`Line ${line}, column ${column}`, () => this.goTo(line, column)));
      item.append(` ${text}`);
      return item;
    });
    this.#faults.replaceChildren(...items);
  }

  focus(): void {
    this.#runButton.focus();
  }

  #showEdit(source: string): void {
    this.#source = source;
    this.#highlight.hidden = true;
    const pre = document.createElement("pre");
    pre.textContent = source;
    this.#edited.replaceChildren(pre);
    this.#offer();
  }

  /** Offers what there is to do. */
  #offer(): void {
    const hasRun = this.live.hasChildNodes() || this.state !== "";
    this.#resetButton.hidden = this.isBusy || !(this.isEdited || this.editor || hasRun);
    this.#checkButton.hidden = !(this.isEdited || this.editor);
  }
}
