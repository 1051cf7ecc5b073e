import type { Op } from "./op.ts";
import type { Size } from "./shape.ts";
import { type Tensor, zeros } from "./tensor.ts";
import type { Variable } from "./variable.ts";

/**
 * The cross-entropy of a softmax, without its arithmetic: the last op of a network.
 * A subclass adds `forward` and `backward`.
 */
export abstract class SoftmaxCrossEntropyLoss implements Op {
  /** The logits, [1, 1, numClasses]. */
  readonly inputs: Variable<[1, 1, "numClasses"]>;
  readonly trueLabel: { value: number };
  readonly numClasses: Size<"numClasses">;
  /** The loss. */
  value = 0;
  /** The probability of each class, [numClasses]. */
  softmaxProb: Tensor<["numClasses"]>;

  /** @throws RangeError when the logits are not [1, 1, numClasses] */
  constructor(logits: Variable<[1, 1, classes: number]>, trueLabel: { value: number }) {
    const { shape } = logits.value;
    if (shape.length !== 3 || shape[0] !== 1 || shape[1] !== 1) {
      throw new RangeError(`${new.target.name}: logits [${shape}] must be [1,1,number of classes]`);
    }
    this.inputs = logits;
    this.trueLabel = trueLabel;
    this.numClasses = shape[2];
    this.softmaxProb = zeros([this.numClasses]);
  }

  abstract forward(): void;
  abstract backward(): void;

  /** @throws RangeError when the true label is not one of the classes */
  resetValues(): void {
    const label = this.trueLabel.value;
    if (!Number.isInteger(label) || label < 0 || label >= this.numClasses) {
      throw new RangeError(
        `${this.constructor.name}: trueLabel is ${label}, the classes are 0 to ${this.numClasses - 1}`,
      );
    }
    this.value = 0;
    this.softmaxProb = zeros([this.numClasses]);
  }

  gradientStep(_stepSize: number): void {}
}
