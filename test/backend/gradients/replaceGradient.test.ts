import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { replaceGradient } from "../../../lib/backend/gradients/replaceGradient.ts";

const KERNEL = "ReplacedInATest";

describe("a gradient that is replaced", () => {
  before(() => selectBackend({ backend: "wasm", threads: 1, log() {} }));
  beforeEach(() => tf.engine().startScope());
  afterEach(() => {
    tf.unregisterGradient(KERNEL);
    tf.engine().endScope();
  });

  type Place = Parameters<typeof replaceGradient>[2];
  /** Registers one, replaces it, and tells which of the two is taken for a slope. */
  const replaced = (place: Place, isOwn = true) => {
    const x = () => tf.scalar(0);
    tf.registerGradient({ kernelName: KERNEL, inputsToSave: ["x"], gradFunc: () => ({ x }) });
    replaceGradient(KERNEL, () => (isOwn ? { x: () => tf.scalar(1) } : undefined), place);
    return (dy: tf.Tensor | tf.Tensor[]) => {
      const { gradFunc } = tf.getGradient(KERNEL);
      return Object.values(gradFunc(dy, [], {})).map((slope) => slope().dataSync()[0])[0] === 1;
    };
  };
  const slope = () => tf.scalar(1);

  for (const [backend, isDifferentiable, isOwn] of [
    [undefined, false, true],
    [undefined, true, true],
    ["wasm", true, true],
    ["tensorflow", true, false],
    ["tensorflow", false, false],
  ] as const) {
    it(`is ${isOwn ? "its own" : "as before"} on wasm where it is for ${backend ?? "all backends"}`, () => {
      expect(replaced({ backend, isDifferentiable })(slope())).to.equal(isOwn);
    });
  }

  for (const isDifferentiable of [false, true]) {
    it(`${isDifferentiable ? "stays" : "steps aside"} within the gradient of a gradient`, () => {
      const isOwn = replaced({ isDifferentiable });
      const found: boolean[] = [isOwn(slope())];
      const outer = tf.grad((x) => {
        found.push(isOwn(slope()));
        return x.square();
      });
      outer(slope());
      expect(found).to.deep.equal([true, isDifferentiable]);
    });
  }

  it("is as before for whole numbers, for several outputs, and where its own gives none", () => {
    const isOwn = replaced({ isDifferentiable: true });
    expect(isOwn(tf.scalar(1, "int32"))).to.equal(false);
    expect(isOwn([slope()])).to.equal(false);
    expect(tf.getGradient(KERNEL).inputsToSave).to.deep.equal(["x"]);
    tf.unregisterGradient(KERNEL);
    expect(replaced({ isDifferentiable: true }, false)(slope())).to.equal(false);
  });
});
