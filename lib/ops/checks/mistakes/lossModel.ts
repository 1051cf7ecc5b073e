import { flatten } from "../../flatten.ts";
import type { SoftmaxCrossEntropyLoss } from "../../softmaxCrossEntropyLoss.ts";
import { tensor } from "../../tensor.ts";
import type { Mistake, Model } from "./model.ts";

/**
 * What the common mistakes would make of the softmax cross-entropy's value and gradient.
 *
 * @param before what `inputs.dlossDvalue` holds before `backward` adds to it
 */
export function lossModel(op: SoftmaxCrossEntropyLoss, before: Float64Array): Model {
  const y = flatten(op.inputs.value);
  const label = op.trueLabel.value;
  const top = Math.max(...y);
  const powers = y.map((yk) => Math.exp(yk - top));
  const total = powers.reduce((a, b) => a + b);
  const p = powers.map((exp) => exp / total);
  const lnSum = Math.log(total);
  const lossOf = (k: number): number => lnSum + top - y[k];
  const loss = lossOf(label);

  const value = (hint: string, number: number): Mistake => ({
    hint,
    outcome: () => ({ forward: tensor([number], []) }),
  });
  const others = Array.from(y, (_, k) => k).filter((k) => k !== label);
  const mean = others.reduce((all, k) => all + lossOf(k), loss) / y.length;
  const forward = [
    value("It is the probability of the true class; the loss is its negative logarithm.", p[label]),
    value("It is 1 − p of the true class; the loss is −ln p.", 1 - p[label]),
    value("The logarithm is to the base 2; it has to be the natural one.", loss / Math.LN2),
    value("The logarithm is to the base 10; it has to be the natural one.", loss / Math.LN10),
    value("The sum over the classes, ln Σ exp(y_j), is missing.", -y[label]),
    value("The sum over the classes, ln Σ exp(y_j − max), is missing.", top - y[label]),
    value(
      "The true class's logit is missing: the loss is ln Σ exp(y_j) − y_true.",
      loss + y[label],
    ),
    value("The largest logit was subtracted and is not added back: + max is missing.", loss - top),
    value(
      "The true class's logit and + max are missing: the loss is ln Σ exp(y_j − max) + max − y_true.",
      lnSum,
    ),
    // Where the true class has the top logit, this is the same as without its logit.
    ...(y[label] === top
      ? []
      : [value("The largest logit is added back once too often.", loss + top)]),
    value("The logarithm is missing: the loss is ln Σ exp(y_j) − y_true.", total + top - y[label]),
    value("It is divided by the number of classes; the loss of one image is not.", loss / y.length),
    value(
      "It is multiplied by the number of classes; the loss of one image is not.",
      loss * y.length,
    ),
    value(
      "It is the sum over all classes; the loss is −ln p of the true class alone.",
      mean * y.length,
    ),
    value("It is the mean over all classes; the loss is −ln p of the true class alone.", mean),
    value(
      "It is the entropy of softmaxProb; the loss is −ln p of the true class alone.",
      p.reduce((h, pk) => h - (pk > 0 ? pk * Math.log(pk) : 0), 0),
    ),
    value(
      "exp is missing: p_k is exp(y_k) / Σ exp(y_j), not y_k / Σ y_j.",
      -Math.log(y[label] / y.reduce((a, b) => a + b)),
    ),
    ...others.map((k) =>
      value(
        `It is the loss of class ${k}; the true class, trueLabel.value, is ${label}.`,
        lossOf(k),
      ),
    ),
    ...clips.flatMap((least) => {
      const hint = `p is kept above ${least} before the logarithm, so the loss stays below ${(-Math.log(least)).toFixed(1)}; ln Σ exp(y_j − max) + max − y_true needs no limit.`;
      return [
        value(hint, -Math.log(p[label] + least)),
        value(hint, -Math.log(Math.max(p[label], least))),
      ];
    }),
  ];

  const right = p.map((pk, k) => pk - Number(k === label));
  const gradient = (hint: string, number: (k: number) => number): Mistake => ({
    hint,
    outcome: () => ({
      "gradient wrt inputs": tensor(
        right.map((_, k) => number(k)),
        op.inputs.value.shape,
      ),
    }),
  });
  const trueClass = (k: number): number => Number(k === label);
  const backward = [
    gradient("The minus one at the true class is missing.", (k) => p[k]),
    gradient(
      "One is added at the true class; it has to be subtracted.",
      (k) => p[k] + trueClass(k),
    ),
    gradient("One is subtracted from every class; only the true one loses it.", (k) => p[k] - 1),
    gradient(
      "softmaxProb is not divided by the sum over all classes.",
      (k) => Math.exp(y[k]) - trueClass(k),
    ),
    gradient(
      "softmaxProb is not divided by the sum over all classes.",
      (k) => powers[k] - trueClass(k),
    ),
    gradient("softmaxProb is zero: forward() does not set it.", (k) => -trueClass(k)),
    gradient(
      "softmaxProb holds the logits; it is exp(y_k) / Σ exp(y_j).",
      (k) => y[k] - trueClass(k),
    ),
    gradient(
      "softmaxProb holds ln p; it is p itself, exp(y_k) / Σ exp(y_j).",
      (k) => -lossOf(k) - trueClass(k),
    ),
    gradient(
      "The gradient replaces inputs.dlossDvalue; the loss has to add to it.",
      (k) => right[k] - before[k],
    ),
    ...others.map((c) =>
      gradient(
        `One is subtracted at class ${c}; the true class, trueLabel.value, is ${label}.`,
        (k) => p[k] - Number(k === c),
      ),
    ),
  ];
  return {
    right: {
      forward: tensor([loss], []),
      "gradient wrt inputs": tensor(right, op.inputs.value.shape),
    },
    softmaxProb: tensor(p, [p.length]),
    overflows: top > 709 || Math.min(...y) < -745,
    mistakes: [...forward, ...backward],
    pairs: [],
  };
}

/** What people add to a probability so that its logarithm is finite. */
const clips = [
  1e-3,
  1e-4,
  1e-5,
  1e-6,
  1e-7,
  1e-8,
  1e-9,
  1e-10,
  1e-12,
  1e-15,
  1e-16,
  1e-20,
  1e-30,
  1e-100,
  1e-300,
  Number.EPSILON,
  Number.MIN_VALUE,
];
