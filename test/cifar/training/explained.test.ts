import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { explained } from "../../../lib/cifar/training/explained.ts";

type Call = (inputs: tf.Tensor[], training: unknown, kernel: tf.Tensor) => tf.Tensor;

/** A layer that computes as it is told. */
class Told extends tf.layers.Layer {
  static className = "Told";
  readonly #call: Call;
  readonly #shape: (number | null)[] | undefined;

  constructor(name: string, call: Call, shape?: (number | null)[]) {
    super({ name });
    this.#call = call;
    this.#shape = shape;
  }

  override build(shape: tf.Shape | tf.Shape[]): void {
    if (this.name.startsWith("weighted")) {
      this.addWeight("kernel", [1], "float32", tf.initializers.ones());
    }
    super.build(shape);
  }

  override computeOutputShape(shape: tf.Shape | tf.Shape[]): tf.Shape {
    return this.#shape ?? ([shape].flat(2).slice(0, 2) as tf.Shape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[], { training }: { training?: unknown }) {
    if (Array.isArray(inputs) && inputs.length === 1) fail("one input is no list");
    const [kernel] = this.weights.map((weight) => weight.read());
    return this.#call([inputs].flat(), training, kernel);
  }
}

const fail = (message: string): never => {
  throw new Error(message);
};

/** As it is, but that its gradient cannot be computed. */
const onlyForward = (x: tf.Tensor): tf.Tensor =>
  tf.customGrad((x) => {
    const value = (x as tf.Tensor).mul(1);
    return { value, gradFunc: () => fail("cannot") };
  })(x);

describe("an error of a step, explained,", () => {
  before(() => selectBackend({ backend: "wasm", threads: 1, log() {} }));

  /** What is thrown where the step of a model with these layers throws `cause`. */
  function thrown(cause: unknown, layer: Told, inputs = 1): unknown {
    const ends = Array.from({ length: inputs }, () => tf.input({ shape: [4] }));
    const right = new Told("right", ([x]) => x.mul(2)).apply(ends[0]) as tf.SymbolicTensor;
    const given = inputs === 1 ? right : ends;
    const outputs = layer.apply(given) as tf.SymbolicTensor;
    const model = tf.model({ inputs: ends, outputs: inputs === 1 ? outputs : [outputs, right] });
    const images = tf.zeros([3, 4]) as tf.Tensor as tf.Tensor4D;
    try {
      explained(model, images, () => {
        throw cause;
      });
    } catch (error) {
      return error;
    }
    return expect.fail("nothing was thrown");
  }

  for (const [what, layer, inputs] of [
    [
      "cannot be computed in training",
      (_, training) => (training ? fail("cannot") : tf.zeros([3, 4])),
    ],
    ["has no gradient of its inputs", ([x]) => onlyForward(x)],
    ["has several inputs", (all) => (all.length === 2 ? fail("cannot") : fail("else")), 2],
  ] as [string, Call, number?][]) {
    it(`names a layer that ${what}`, () => {
      const cause = new Error("cannot");
      const error = thrown(cause, new Told("wrong", layer), inputs);
      expect(error).to.have.property("cause", cause);
      expect(error).to.have.property(
        "message",
        'trainStep: layer "wrong" (Told) cannot be trained on "wasm" (cannot); take another layer ' +
          "or other options of this one; `npm run setup:native` adds another backend",
      );
    });
  }

  it("names a layer that has no gradient of its weights", () => {
    const layer = new Told("weighted", ([x], _, kernel) => x.add(onlyForward(kernel)));
    expect(String(thrown(new Error("cannot"), layer))).to.include('layer "weighted" (Told)');
  });

  it("tries a layer on inputs of the shape of the images, and of one where that has no more", () => {
    const ends = tf.input({ shape: [4] });
    const first = new Told("first", ([x]) => x.expandDims(2), [null, 4, null]);
    const second = new Told("second", ([x]) => fail(`cannot ${x.shape}`), [null, 4]);
    const outputs = second.apply(first.apply(ends)) as tf.SymbolicTensor;
    const model = tf.model({ inputs: ends, outputs });
    const images = tf.zeros([3, 4]) as tf.Tensor as tf.Tensor4D;
    expect(() => explained(model, images, () => fail("cannot 3,4,1"))).to.throw('layer "second"');
  });

  it("stays as it is where no layer fails so, memory is full, or it is none", () => {
    const right = new Told("same", ([x]) => x.mul(3));
    const full = new Told("full", () => fail("Out of Memory"));
    for (const [cause, layer] of [
      [new Error("cannot"), right],
      [new Error("Out of Memory"), full],
      ["a text", right],
    ] as const) {
      expect(thrown(cause, layer)).to.equal(cause);
    }
  });

  it("is none where the step is done", () => {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [4] })] });
    const images = tf.zeros([3, 4]) as tf.Tensor as tf.Tensor4D;
    expect(explained(model, images, () => 5)).to.equal(5);
  });
});
