import type { Random } from "../data/random.ts";
import type { AvgPool } from "./avgPool.ts";
import type { Conv2D, Conv2DOptions } from "./conv2d.ts";
import type { Relu } from "./relu.ts";
import { Sequential } from "./sequential.ts";
import type { SoftmaxCrossEntropyLoss } from "./softmaxCrossEntropyLoss.ts";
import { zeros } from "./tensor.ts";
import { type Variable, variable } from "./variable.ts";

export interface MiniNetworkOptions {
  /** Draws the weights. */
  random: Random;
  /** The class of its convolutions: one's own, or `OpConv2DMatmul`, which is faster. */
  OpConv2D: new (
    filters: number,
    kernelSize: number,
    inputs: Variable,
    options: Conv2DOptions,
  ) => Conv2D;
  OpAvgPool: new (cellSize: number, inputs: Variable) => AvgPool;
  OpRelu: new (inputs: Variable) => Relu;
  OpSoftmaxCrossEntropyLoss: new (
    logits: Variable,
    trueLabel: { value: number },
  ) => SoftmaxCrossEntropyLoss;
}

/**
 * The assignment's network for MNIST, of the classes that it is given: three convolutions without
 * biases, each pooled.
 *
 * image [28,28,1] → conv 16·5 [24,24,16] → pool 2 [12,12,16] → relu → conv 16·5 [8,8,16]
 * → pool 2 [4,4,16] → relu → conv 10·3 [2,2,10] → pool 2 [1,1,10] → loss
 */
export function miniNetwork(options: MiniNetworkOptions): Sequential {
  const { random, OpConv2D, OpAvgPool, OpRelu, OpSoftmaxCrossEntropyLoss } = options;
  const image = variable(zeros([28, 28, 1]));
  const conv1 = new OpConv2D(16, 5, image, { random });
  const pool1 = new OpAvgPool(2, conv1);
  const relu1 = new OpRelu(pool1);
  const conv2 = new OpConv2D(16, 5, relu1, { random });
  const pool2 = new OpAvgPool(2, conv2);
  const relu2 = new OpRelu(pool2);
  const conv3 = new OpConv2D(10, 3, relu2, { random });
  const pool3 = new OpAvgPool(2, conv3);
  const loss = new OpSoftmaxCrossEntropyLoss(pool3, { value: 0 });
  return new Sequential([conv1, pool1, relu1, conv2, pool2, relu2, conv3, pool3, loss]);
}
