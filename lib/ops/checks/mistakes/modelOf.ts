import { AvgPool } from "../../avgPool.ts";
import { Conv2D } from "../../conv2d.ts";
import { Dense } from "../../dense.ts";
import { flatten } from "../../flatten.ts";
import { Relu } from "../../relu.ts";
import { SoftmaxCrossEntropyLoss } from "../../softmaxCrossEntropyLoss.ts";
import type { CheckedOp, Given } from "../checkedOp.ts";
import { avgPoolModel } from "./avgPoolModel.ts";
import { conv2dModel } from "./conv2dModel.ts";
import { denseModel } from "./denseModel.ts";
import { lossModel } from "./lossModel.ts";
import type { Model } from "./model.ts";
import { reluModel } from "./reluModel.ts";

/** The arithmetic of an op of a known kind, and the mistakes that are common in it. */
export function modelOf(op: CheckedOp, { dlossDvalue, before }: Given): Model | undefined {
  if (op instanceof Conv2D) return conv2dModel(op, dlossDvalue);
  if (op instanceof Dense) return denseModel(op, dlossDvalue);
  if (op instanceof Relu) return reluModel(op, dlossDvalue);
  if (op instanceof AvgPool) return avgPoolModel(op, dlossDvalue);
  if (op instanceof SoftmaxCrossEntropyLoss) return lossModel(op, flatten(before));
  return undefined;
}
