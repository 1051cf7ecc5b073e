import { alignColumns, badge, escapeHtml, sentenceHtml } from "../../display/index.ts";
import type { Comparison } from "./comparison.ts";

/** The outcome of a check: one comparison for each quantity that the op computes. */
export class CheckReport {
  /** What was held against what: "OpRelu against TensorFlow.js". */
  readonly title: string;
  readonly comparisons: readonly Comparison[];
  /** What to look at first, where several things are wrong. */
  readonly notes: readonly string[];

  constructor(title: string, comparisons: readonly Comparison[], notes: readonly string[] = []) {
    this.title = title;
    this.comparisons = comparisons;
    this.notes = notes;
    // As the last value of a cell: the verdict alone, for the table already stands there.
    Object.defineProperty(this, Symbol.for("Jupyter.display"), {
      value: () => ({ "text/plain": this.verdict }),
    });
  }

  /** Whether every quantity equals its reference. */
  get passed(): boolean {
    return this.comparisons.length > 0 && this.comparisons.every(({ equal }) => equal);
  }

  /** Each comparison as one result: what a grader reads. */
  get results(): CheckResult[] {
    return this.comparisons.map((comparison) => {
      const { quantity, equal: passed, hint } = comparison;
      return { check: quantity, passed, message: message(comparison), ...(hint && { hint }) };
    });
  }

  /**
   * The share of `max` that the quantities have earned. A gradient of a wrong forward pass earns
   * nothing, if the forward pass counts too.
   *
   * @param quantities the ones that count, such as `["gradient wrt inputs"]` where `forward` is
   *   given. Default: all.
   */
  points(max: number, quantities?: readonly string[]): number {
    const counted = this.comparisons.filter(
      ({ quantity }) => quantities === undefined || quantities.includes(quantity),
    );
    const forward = counted.find(({ quantity }) => quantity === "forward");
    const earned = forward?.equal === false ? [] : counted.filter(({ equal }) => equal);
    return counted.length === 0 ? 0 : (max * earned.length) / counted.length;
  }

  /** @throws Error with the whole report when a quantity is wrong, so that the cell fails */
  assert(): void {
    if (!this.passed) throw new Error(`${this}`);
  }

  /** The outcome in one line. */
  get verdict(): string {
    const wrong = this.comparisons.filter(({ equal }) => !equal).map(({ quantity }) => quantity);
    return `${this.title}: ${wrong.length === 0 ? "all equal" : `wrong in ${wrong.join(", ")}`}`;
  }

  /** The table and its hints, as text. */
  toString(): string {
    const table = alignColumns([columns, ...this.comparisons.map(cells)]);
    return [this.title, ...table, ...this.#remarks()].join("\n");
  }

  /** The table and its hints, as HTML. */
  toHtml(): string {
    const left = ' style="text-align:left"';
    const head = columns.map((text) => `<th scope="col"${left}>${escapeHtml(text)}</th>`);
    const rows = this.comparisons.map((comparison) => {
      const { equal } = comparison;
      const [quantity, , ...others] = cells(comparison).map(escapeHtml);
      const rest = others.map((text) => `<td${left}>${text}</td>`).join("");
      return `<tr><th scope="row"${left}>${quantity}</th><td${left}>${badge(equal, equal ? "equal" : "wrong")}</td>${rest}</tr>`;
    });
    const notes = this.#remarks().map((hint) => `<p>${sentenceHtml(hint)}</p>`);
    return (
      `<p><b>${escapeHtml(this.title)}</b></p>` +
      `<table><thead><tr>${head.join("")}</tr></thead><tbody>${rows.join("")}</tbody></table>` +
      notes.join("")
    );
  }

  #remarks(): string[] {
    return [...hints(this.comparisons), ...this.notes];
  }
}

/** One comparison, in words. */
export interface CheckResult {
  /** What is compared: "forward", "gradient wrt inputs", "gradient wrt weights". */
  check: string;
  passed: boolean;
  message: string;
  hint?: string;
}

function message({ equal, difference, bound, at, yours, reference, hint }: Comparison): string {
  if (equal) return `equal to within ${difference.toExponential(1)}`;
  if (!(difference > bound)) return hint ?? "not comparable";
  return `yours is ${yours.toPrecision(6)} at [${at}], the reference is ${reference.toPrecision(6)}`;
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
