// Type-checked, never run: what stands below `@ts-expect-error` has to be refused, the rest accepted.
import { seededRandom } from "lib/data";
import { Relu, type Tensor, tensor, type Variable, variable, zeros } from "lib/ops";
import { OpConv2D, OpSoftmaxCrossEntropyLoss } from "lib/ops/solutions";

const image = zeros([10, 10, 3]);
const random = seededRandom(1);
const unknownSize: number = 10;
const unknownRank: number[] = [10, 10, 3];
declare const value: Tensor<["height", "width", "filters"]>;
declare const conv: OpConv2D;

// what is not known fits everything
export let inputs: Tensor<["inputHeight", "inputWidth", "inputFilters"]> = image;
inputs = zeros([unknownSize, 10, unknownSize]);
inputs = zeros(unknownRank);
inputs = tensor([1], unknownRank);
inputs = zeros([conv.inputHeight, conv.inputWidth, conv.inputFilters]);
export const known: Tensor<[10, 10, 3]> = zeros([unknownSize, unknownSize, unknownSize]);
export const named: Tensor<["height", "width", "filters"]> = zeros(value.shape);
export const picked: Tensor<["height", "filters"]> = value.pick(null, 0, null);
export const anyTensor: Tensor = value;
export const rows: number = conv.height + conv.kernelSize;
conv.weights = tensor(conv.weights.data, conv.weights.shape);
export const next: Variable = new OpConv2D(4, 3, conv, { random });

// @ts-expect-error an index is missing
image.get(0, 0);
// @ts-expect-error there is one index too many
image.index(0, 0, 0, 0);
// @ts-expect-error the value is missing
image.set(0, 0, 0);
// @ts-expect-error weights have four axes
conv.weights.get(0, 0, 0);
// @ts-expect-error other sizes
export const other: Tensor<[10, 10, 4]> = image;
// @ts-expect-error another rank
inputs = zeros([10, 10]);
// @ts-expect-error other names
inputs = zeros(value.shape);
// @ts-expect-error other names, from their fields
inputs = zeros([conv.height, conv.width, conv.filters]);
// @ts-expect-error the gradient of the weights is not that of the inputs
conv.inputs.dlossDvalue = conv.dlossDweights;
// @ts-expect-error weights have four axes
conv.weights = zeros([3, 3, 1]);
// @ts-expect-error a feature map has three axes
new OpConv2D(4, 3, variable(zeros([28, 28])), { random });
// @ts-expect-error logits are [1, 1, classes]
new OpSoftmaxCrossEntropyLoss(variable(image), { value: 0 });
// @ts-expect-error two axes of a plane are not a map
export const plane: Tensor<["height", "width", "filters"]> = value.pick(null, null, 0);

export class Clip extends Relu {
  forward(): void {
    this.value = zeros(this.inputs.value.shape);
    // @ts-expect-error an axis is missing
    this.value = zeros([this.height, this.width]);
  }
  backward(): void {}
}
