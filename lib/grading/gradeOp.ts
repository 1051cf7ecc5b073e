import * as tf from "@tensorflow/tfjs";
import { type Comparison, cmpOps, gradientCheck, type TfOp } from "../ops/index.ts";
import { type Grade, gradeOf, type Item } from "./grade.ts";

type CheckedOp = Parameters<typeof gradientCheck>[0];
type Quantity = "forward" | "gradient wrt inputs" | "gradient wrt weights";

/** An op made for certain inputs, beside the same op in TensorFlow.js. */
export interface Case {
  op: () => CheckedOp;
  reference: TfOp;
}

/** A quantity in some cases, and what it is worth where it is right in all of them. */
export interface Share {
  what: string;
  quantity: Quantity;
  points: number;
  cases: readonly Case[];
}

/**
 * The grade of an op by its shares. Each case is held against TensorFlow.js and against central
 * differences; a gradient counts only where the forward pass is right, for an op that computes
 * nothing has gradients that fit it.
 *
 * @param wanted the method that the task asks for
 */
export function gradeOp(
  task: string,
  name: string,
  wanted: readonly ("forward" | "backward")[],
  shares: readonly Share[],
): Grade {
  const judged = new Map<Case, Judged>();
  for (const { cases } of shares) {
    for (const each of cases) if (!judged.has(each)) judged.set(each, judge(each));
  }
  const items = shares.map(({ what, quantity, points, cases }): Item => {
    const found = cases.map((each) => verdict(judged.get(each) ?? {}, quantity));
    const wrong = found.find((hint) => hint !== undefined);
    return { what, points, wrong: wrong === undefined ? undefined : `${what}: ${wrong}` };
  });
  const unwritten = wanted.filter((method) => [...judged.values()].every(isUnset(method)));
  if (unwritten.length === 0) return gradeOf(task, items);
  const sentence = `${task}: ${unwritten.join(" and ")} of ${name} is not written yet`;
  const isOf = ({ quantity }: Share) =>
    unwritten.includes(methodOf(quantity)) || unwritten.includes("forward");
  return gradeOf(
    task,
    items.map((item, i) => (item.wrong && isOf(shares[i]) ? { ...item, wrong: sentence } : item)),
  );
}

/** What the checks say of each quantity of a case; `stopped` where the op cannot be made. */
type Judged = Partial<Record<Quantity, Comparison[]>> & { stopped?: string };

function judge({ op, reference }: Case): Judged {
  const show = () => {};
  try {
    const reports = [cmpOps(op(), reference, { tf, show }), gradientCheck(op(), { show })];
    const judged: Judged = {};
    for (const { comparisons } of reports) {
      for (const comparison of comparisons) {
        const quantity = comparison.quantity as Quantity;
        judged[quantity] = [...(judged[quantity] ?? []), comparison];
      }
    }
    return judged;
  } catch (error) {
    if (error instanceof Error && error.name === "KeyboardInterrupt") throw error;
    return { stopped: error instanceof Error ? error.message : String(error) };
  }
}

/** What is wrong with a quantity; undefined where it is right. */
function verdict({ stopped, ...judged }: Judged, quantity: Quantity): string | undefined {
  if (stopped !== undefined) return stopped;
  const [forward] = judged.forward ?? [];
  const wrong = judged[quantity]?.find(({ equal }) => !equal);
  if (wrong) return wrong.hint ?? numbers(wrong);
  if (!judged[quantity]?.length) return "the op has no such tensor.";
  if (quantity !== "forward" && !forward?.equal) {
    return "it counts as soon as the forward pass is right.";
  }
  return undefined;
}

function numbers({ at, yours, reference }: Comparison): string {
  const [found, right] = [yours, reference].map((x) => Number(x.toPrecision(6)));
  return `yours is ${found} at [${at}], the reference is ${right}.`;
}

const methodOf = (quantity: Quantity) => (quantity === "forward" ? "forward" : "backward");

/** Whether a method has set nothing that it is to set. */
function isUnset(method: "forward" | "backward"): (judged: Judged) => boolean {
  return ({ stopped, ...judged }) => {
    const own = Object.values(judged)
      .flat()
      .filter(({ quantity }) => methodOf(quantity as Quantity) === method);
    return (
      stopped === undefined &&
      own.length > 0 &&
      own.every(({ equal, hint }) => !equal && / (is not set|does not set it)\.$/.test(hint ?? ""))
    );
  };
}
