import { avgPool } from "./avgPool.ts";
import { conv2d } from "./conv2d.ts";
import { dense } from "./dense.ts";
import type { Edit, Row } from "./edit.ts";
import { softmaxCrossEntropyLoss } from "./loss.ts";
import { relu } from "./relu.ts";

const EDITS: Readonly<Record<string, readonly Row[]>> = {
  OpConv2D: conv2d,
  OpDense: dense,
  OpRelu: relu,
  OpAvgPool: avgPool,
  OpSoftmaxCrossEntropyLoss: softmaxCrossEntropyLoss,
};

/** The edits that make the mistakes of a sentence, in the order in which its model has them. */
export function editsOf(kind: string, hint: string): readonly Edit[] {
  for (const [sentence, edits] of EDITS[kind]) {
    if (sentence === hint) return edits();
    const found = typeof sentence === "string" ? null : sentence.exec(hint);
    if (found) return edits(...found.slice(1));
  }
  return [];
}
