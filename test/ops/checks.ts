import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { type CheckReport, cmpOps, gradientCheck, type TfOp } from "lib/ops";

type CheckedOp = Parameters<typeof gradientCheck>[0];

/** TensorFlow.js computes on the CPU in the suite that calls this, whatever other suites choose. */
export function useCpuBackend(): void {
  let chosen: string;
  before(async () => {
    chosen = tf.getBackend();
    await tf.setBackend("cpu");
  });
  after(async () => {
    if (chosen) await tf.setBackend(chosen);
  });
}

const quiet = { show: () => {} };

/** The reports of both checks, printed nowhere. */
export function checksOf(op: CheckedOp, tfOp: TfOp, tfBound = 1e-5): CheckReport[] {
  return [
    cmpOps(op, tfOp, { tf, bound: tfBound, ...quiet }),
    gradientCheck(op, { bound: 1e-8, ...quiet }),
  ];
}

/** Holds an op against TensorFlow.js at 1e-5 and against central differences at 1e-8. */
export function expectRight(op: CheckedOp, tfOp: TfOp, tfBound = 1e-5): void {
  for (const report of checksOf(op, tfOp, tfBound)) {
    expect(report.passed, `\n${report}\n`).equal(true);
  }
}

/** The hint that `cmpOps` gives for a quantity. */
export function hint(op: CheckedOp, tfOp: TfOp, quantity: string): string | undefined {
  const { comparisons } = cmpOps(op, tfOp, { tf, ...quiet });
  return comparisons.find((comparison) => comparison.quantity === quantity)?.hint;
}
