export { OpAvgPool } from "./opAvgPool.ts";
export { OpConv2D } from "./opConv2D.ts";
export { OpDense } from "./opDense.ts";
export { OpRelu } from "./opRelu.ts";
export { OpSoftmaxCrossEntropyLoss } from "./opSoftmaxCrossEntropyLoss.ts";
