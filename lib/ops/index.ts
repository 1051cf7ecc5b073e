export { AvgPool } from "./avgPool.ts";
export { channelRows } from "./channelRows.ts";
export { CheckReport, type CheckResult } from "./checks/checkReport.ts";
export { type CmpOpsOptions, cmpOps, type TfOp } from "./checks/cmpOps.ts";
export type { Comparison } from "./checks/comparison.ts";
export { type GradientCheckOptions, gradientCheck } from "./checks/gradientCheck.ts";
export { Conv2D, type Conv2DOptions } from "./conv2d.ts";
export { Dense, type DenseOptions } from "./dense.ts";
export { imageTensor } from "./imageTensor.ts";
export { Layer } from "./layer.ts";
export { type MiniNetworkOptions, miniNetwork } from "./miniNetwork.ts";
export type { Op } from "./op.ts";
export { OpConv2DMatmul } from "./opConv2DMatmul.ts";
export { Relu } from "./relu.ts";
export { Sequential } from "./sequential.ts";
export type {
  AtIndices,
  Dim,
  DimOf,
  MapShape,
  Picked,
  SetAtIndices,
  Shape,
  Size,
  Sizes,
  WeightShape,
} from "./shape.ts";
export { SoftmaxCrossEntropyLoss } from "./softmaxCrossEntropyLoss.ts";
export { randomTensor, type Tensor, tensor, zeros } from "./tensor.ts";
export { type Variable, variable } from "./variable.ts";
export { WeightedLayer } from "./weightedLayer.ts";
