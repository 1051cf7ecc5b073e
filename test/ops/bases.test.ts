import { expect } from "chai";
import {
  AvgPool,
  Conv2D,
  Dense,
  Layer,
  OpConv2DMatmul,
  Relu,
  SoftmaxCrossEntropyLoss,
  WeightedLayer,
} from "lib/ops";
import { OpAvgPool, OpConv2D, OpDense, OpRelu, OpSoftmaxCrossEntropyLoss } from "lib/ops/solutions";

/** A class, abstract or not. */
type Class = abstract new (...args: never) => object;

describe("the classes that a solution extends", () => {
  for (const [Op, ...bases] of [
    [OpConv2D, Conv2D, WeightedLayer, Layer],
    [OpConv2DMatmul, Conv2D],
    [OpDense, Dense, WeightedLayer, Layer],
    [OpRelu, Relu, Layer],
    [OpAvgPool, AvgPool, Layer],
    [OpSoftmaxCrossEntropyLoss, SoftmaxCrossEntropyLoss],
  ] as readonly Class[][]) {
    it(`are given to ${Op.name}`, () => {
      for (const Base of bases) expect(Op.prototype).instanceOf(Base);
    });
  }
});
