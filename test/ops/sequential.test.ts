import { expect } from "chai";
import { seededRandom } from "lib/data";
import {
  miniNetwork,
  randomTensor,
  Sequential,
  variable,
  type WeightedLayer,
  zeros,
} from "lib/ops";
import * as solutions from "lib/ops/solutions";
import { OpDense, OpRelu, OpSoftmaxCrossEntropyLoss } from "lib/ops/solutions";

const random = seededRandom(1);
const images = [1, 2, 3].map(() => randomTensor([4, 4, 1], random));
const labels = [0, 1, 2];

function network() {
  const dense = new OpDense(3, variable(zeros([4, 4, 1])), { random: seededRandom(2) });
  return new Sequential([dense, new OpSoftmaxCrossEntropyLoss(dense, { value: 0 })]);
}

const weightsOf = ({ ops }: Sequential) => (ops[0] as WeightedLayer).weights;

describe("Sequential", () => {
  it("returns the loss of the image and label it gets", () => {
    const net = network();
    const loss = net.forward(images[0], 2);
    expect(loss).equal(net.ops[net.ops.length - 1].value);
    expect(net.forward(images[0], 1)).not.equal(loss);
  });

  it("with one image steps as forward, backward and step of every op do", () => {
    const [net, byHand] = [network(), network()];
    const [loss] = net.step([images[0]], [1], 0.2);
    expect(byHand.forward(images[0], 1)).equal(loss);
    for (const op of byHand.ops.toReversed()) op.backward();
    for (const op of byHand.ops) op.gradientStep(0.2);
    expect(weightsOf(net).data).deep.equal(weightsOf(byHand).data);
  });

  it("with several images steps down the mean of their gradients", () => {
    const net = network();
    const before = weightsOf(net).data.slice();
    const steps = images.map((image, i) => {
      const alone = network();
      alone.step([image], [labels[i]], 0.3);
      return weightsOf(alone).data.map((w, j) => w - before[j]);
    });
    const losses = net.step(images, labels, 0.3);
    expect(losses).deep.equal(images.map((image, i) => network().forward(image, labels[i])));
    weightsOf(net).data.forEach((w, j) => {
      const mean = steps.reduce((sum, step) => sum + step[j], 0) / steps.length;
      expect(w - before[j]).closeTo(mean, 1e-14);
    });
  });

  it("names the ops that are not connected", () => {
    const inputs = variable(zeros([1, 1, 3]));
    const relu = new OpRelu(inputs);
    expect(() => new Sequential([relu, new OpSoftmaxCrossEntropyLoss(inputs, { value: 0 })])).throw(
      TypeError,
      "Sequential: op 2, OpSoftmaxCrossEntropyLoss, does not take op 1, OpRelu, as its inputs",
    );
  });
});

describe("miniNetwork", () => {
  it("has the shapes of the assignment", () => {
    const { ops } = miniNetwork({ random, ...solutions });
    expect(ops.slice(0, -1).map((op) => Object(op.value).shape)).deep.equal([
      ...[
        [24, 24, 16],
        [12, 12, 16],
        [12, 12, 16],
      ],
      ...[
        [8, 8, 16],
        [4, 4, 16],
        [4, 4, 16],
      ],
      ...[
        [2, 2, 10],
        [1, 1, 10],
      ],
    ]);
  });

  it("learns an image by heart", () => {
    const net = miniNetwork({ random: seededRandom(1), ...solutions });
    const image = randomTensor([28, 28, 1], seededRandom(2));
    const losses = Array.from({ length: 15 }, () => net.step([image], [3], 0.1)[0]);
    expect(losses[0]).above(1);
    expect(losses[14]).below(0.05);
  });
});
