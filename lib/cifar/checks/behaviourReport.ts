import { badge, escapeHtml, sentenceHtml } from "../../display/index.ts";

/** One thing that a student's function has to do. */
export interface Behaviour {
  readonly behaviour: string;
  readonly passed: boolean;
  /** What it did in place of it; empty where it passed. */
  readonly hint: string;
}

/** The outcome of a check of a student's function: one verdict for each behaviour. */
export class BehaviourReport {
  readonly title: string;
  readonly behaviours: readonly Behaviour[];

  constructor(title: string, behaviours: readonly Behaviour[]) {
    this.title = title;
    this.behaviours = behaviours;
    Object.defineProperty(this, Symbol.for("Jupyter.display"), {
      value: () => ({ "text/html": this.toHtml(), "text/plain": this.toString() }),
    });
  }

  /** Whether every behaviour is there. */
  get passed(): boolean {
    return this.behaviours.every(({ passed }) => passed);
  }

  /** The share of `max` points that the behaviours which are there earn. */
  points(max: number): number {
    return (max * this.behaviours.filter(({ passed }) => passed).length) / this.behaviours.length;
  }

  /** @throws Error with the report, unless every behaviour is there. */
  assert(): void {
    if (!this.passed) throw new Error(this.toString());
  }

  /** The verdicts, a line each. */
  toString(): string {
    return [this.title, ...this.behaviours.map(line)].join("\n");
  }

  /** The verdicts as an HTML list. */
  toHtml(): string {
    const items = this.behaviours.map(({ behaviour, passed, hint }) => {
      const text = sentenceHtml(passed ? behaviour : `${behaviour}: ${hint}`);
      return `<li style="margin:0.2em 0">${badge(passed, passed ? "right" : "wrong")} ${text}</li>`;
    });
    return (
      `<p><b>${escapeHtml(this.title)}</b></p>` +
      `<ul style="list-style:none;padding-left:0">${items.join("")}</ul>`
    );
  }
}

function line({ behaviour, passed, hint }: Behaviour): string {
  return passed ? `✓ ${behaviour}` : `✗ ${behaviour}: ${hint}`;
}

/** A verdict from what is wrong: nothing, or a sentence. */
export function judged(behaviour: string, wrong: string | undefined): Behaviour {
  return { behaviour, passed: wrong === undefined, hint: wrong ?? "" };
}
