import { alignColumns, escapeHtml } from "../../display/index.ts";
import type { Comparison } from "./comparison.ts";

/** The outcome of a check: one comparison for each quantity that the op computes. */
export class CheckReport {
  /** What was held against what: "OpRelu against TensorFlow.js". */
  readonly title: string;
  readonly comparisons: readonly Comparison[];

  constructor(title: string, comparisons: readonly Comparison[]) {
    this.title = title;
    this.comparisons = comparisons;
    // As the last value of a cell: the verdict alone, for the table already stands there.
    Object.defineProperty(this, Symbol.for("Jupyter.display"), {
      value: () => ({ "text/plain": this.verdict }),
    });
  }

  /** Whether every quantity equals its reference. */
  get passed(): boolean {
    return this.comparisons.every(({ equal }) => equal);
  }

  /** The outcome in one line. */
  get verdict(): string {
    const wrong = this.comparisons.filter(({ equal }) => !equal).map(({ quantity }) => quantity);
    return `${this.title}: ${wrong.length === 0 ? "all equal" : `wrong in ${wrong.join(", ")}`}`;
  }

  /** The table and its hints, as text. */
  toString(): string {
    const table = alignColumns([columns, ...this.comparisons.map(cells)]);
    return [this.title, ...table, ...hints(this.comparisons)].join("\n");
  }

  /** The table and its hints, as HTML. */
  toHtml(): string {
    const row = (tag: string, texts: readonly string[]): string =>
      `<tr>${texts.map((text) => `<${tag} style="text-align:left">${escapeHtml(text)}</${tag}>`).join("")}</tr>`;
    const rows = this.comparisons.map((comparison) => row("td", cells(comparison)));
    const notes = hints(this.comparisons).map((hint) => `<p>${escapeHtml(hint)}</p>`);
    return (
      `<p><b>${escapeHtml(this.title)}</b></p>` +
      `<table><thead>${row("th", columns)}</thead><tbody>${rows.join("")}</tbody></table>` +
      notes.join("")
    );
  }
}

const columns = [
  "quantity",
  "verdict",
  "your shape",
  "reference shape",
  "largest difference",
  "allowed",
  "at",
  "yours there",
  "reference there",
];

function cells(comparison: Comparison): string[] {
  const { quantity, equal, yourShape, referenceShape, difference, bound, at } = comparison;
  const compared = String(yourShape) === String(referenceShape);
  const numbers = [
    difference.toExponential(1),
    bound.toExponential(1),
    `[${at}]`,
    comparison.yours.toPrecision(6),
    comparison.reference.toPrecision(6),
  ];
  return [
    quantity,
    equal ? "✓ equal" : "✗ wrong",
    `[${yourShape}]`,
    `[${referenceShape}]`,
    ...numbers.map((number) => (compared ? number : "–")),
  ];
}

function hints(comparisons: readonly Comparison[]): string[] {
  return comparisons.flatMap(({ quantity, hint }) => (hint ? [`${quantity}: ${hint}`] : []));
}
