import {
  Sequential,
  SoftmaxCrossEntropyLoss,
  type Tensor,
  tensor,
  variable,
  WeightedLayer,
  zeros,
} from "../ops/index.ts";

/** A layer with one weight w for its one input x: value = w · x. */
class Weigh extends WeightedLayer {
  forward(): void {
    this.resetValues();
    this.value = tensor([this.weights.data[0] * this.inputs.value.data[0]], [1, 1, 1]);
  }

  backward(): void {
    const [d, x, w] = [this.dlossDvalue, this.inputs.value, this.weights].map((t) => t.data[0]);
    this.dlossDweights = tensor([d * x], this.weights.shape);
    this.inputs.dlossDvalue = tensor([d * w], [1, 1, 1]);
  }
}

/** The loss (x − label)²: no cross-entropy, which is a task. */
class Square extends SoftmaxCrossEntropyLoss {
  forward(): void {
    this.value = (this.inputs.value.data[0] - this.trueLabel.value) ** 2;
  }

  backward(): void {
    this.inputs.dlossDvalue = tensor(
      [2 * (this.inputs.value.data[0] - this.trueLabel.value)],
      [1, 1, 1],
    );
  }
}

/** A network of one weight that takes note of the images that it is given. */
export class WatchedNetwork extends Sequential {
  /** Each image and its label, in order. */
  readonly seen: [image: Tensor, label: number][] = [];
  readonly #weigh: Weigh;

  constructor(weight: number) {
    const weigh = new Weigh(variable(zeros([1, 1, 1])), [1, 1, 1], tensor([weight], [1, 1, 1, 1]));
    super([weigh, new Square(weigh, { value: 0 })]);
    this.#weigh = weigh;
  }

  get weight(): number {
    return this.#weigh.weights.data[0];
  }

  override forward(image: Tensor, label: number): number {
    this.seen.push([image, label]);
    return super.forward(image, label);
  }
}
