import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import fc from "fast-check";
import { selectBackend } from "lib/backend";
import { cifarCnn, receptiveField } from "lib/cifar";

const PIXELS = 12;

describe("receptiveField", () => {
  before(() => selectBackend({ threads: 1, log() {} }));

  it("is 5, 13 and 21 pixels in the assignment's network", () => {
    const model = cifarCnn();
    const fields = ["conv1", "conv2", "conv3"].map((layer) => receptiveField(model, layer));
    expect(fields.map(({ size }) => size)).to.deep.equal([5, 13, 21].map((n) => [n, n]));
  });

  it("spans the gaps of a dilated kernel, along rows as along columns", () => {
    const layer = { filters: 1, kernelSize: [3, 2] as [number, number], inputShape: [12, 12, 1] };
    const dilated = tf.layers.conv2d({ ...layer, dilationRate: [2, 3], name: "dilated" });
    expect(receptiveField(tf.sequential({ layers: [dilated] }), "dilated")).to.deep.equal({
      size: [5, 4],
      stride: [1, 1],
      before: [0, 0],
    });
  });

  it("begins above and left of a padded image by half of what its windows need beyond it", () => {
    const layer = {
      filters: 1,
      kernelSize: 5,
      strides: 3,
      name: "padded",
      inputShape: [12, 13, 1],
    };
    const padded = tf.layers.conv2d({ ...layer, padding: "same" });
    // 4 and 5 windows of 5 pixels, 3 apart, span 14 and 17.
    expect(receptiveField(tf.sequential({ layers: [padded] }), "padded")).to.deep.equal({
      size: [5, 5],
      stride: [3, 3],
      before: [1, 2],
    });
  });

  it("is that of images of any size where nothing pads", () => {
    const layer = { filters: 2, kernelSize: 3, name: "any", inputShape: [null, null, 3] };
    const relu = tf.layers.activation({ activation: "relu", name: "relu" });
    const model = tf.sequential({ layers: [tf.layers.conv2d(layer), relu] });
    expect(receptiveField(model, "relu").size).to.deep.equal([3, 3]);
  });

  it("is what the value of a layer changes with, and no more, whatever the layers", async () => {
    const side = fc.integer({ min: 1, max: 3 });
    const window = fc.record({
      kind: fc.constantFrom("conv", "pool", "relu"),
      kernel: fc.tuple(side, side),
      stride: fc.integer({ min: 1, max: 2 }),
      padding: fc.constantFrom("valid" as const, "same" as const),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(window, { minLength: 1, maxLength: 3 }), async (windows) => {
        const model = tf.sequential();
        windows.forEach(({ kind, kernel, stride: strides, padding }, i) => {
          const inputShape = i === 0 ? [PIXELS, PIXELS, 1] : undefined;
          const common = { inputShape, strides, padding };
          const ones = { filters: 1, kernelInitializer: "ones" as const };
          if (kind === "conv") {
            model.add(tf.layers.conv2d({ ...common, ...ones, kernelSize: kernel }));
          } else if (kind === "pool") {
            model.add(tf.layers.averagePooling2d({ ...common, poolSize: kernel }));
          } else model.add(tf.layers.activation({ inputShape, activation: "relu" }));
        });
        const layer = model.layers[windows.length - 1].name;
        const [, rows, cols] = model.outputs[0].shape.map(Number);
        const { size, stride, before } = receptiveField(model, layer);
        const answers = tf.tidy(() => {
          const images = tf.eye(PIXELS * PIXELS).reshape([-1, PIXELS, PIXELS, 1]);
          return (model.predict(images) as tf.Tensor).dataSync();
        });
        for (const [y, x] of [
          [0, 0],
          [rows - 1, cols - 1],
          [rows >> 1, cols >> 1],
        ]) {
          const seen: [number, number][] = [];
          for (let pixel = 0; pixel < PIXELS * PIXELS; pixel++) {
            if (answers[pixel * rows * cols + y * cols + x] > 0) {
              seen.push([Math.floor(pixel / PIXELS), pixel % PIXELS]);
            }
          }
          [y, x].forEach((at, axis) => {
            const first = at * stride[axis] - before[axis];
            const places = seen.map((place) => place[axis]);
            const end = first + size[axis];
            // Where the image ends before the field, the last pixel may lie in a gap between strides.
            if (first >= 0) expect(Math.min(...places)).to.equal(first);
            if (end <= PIXELS) expect(Math.max(...places)).to.equal(end - 1);
            expect(places.every((place) => place >= first && place < end)).to.equal(true);
          });
        }
        model.dispose();
      }),
      { numRuns: 40, seed: 7 },
    );
  });

  it("names the layers that there are, and the one that it cannot follow", () => {
    const model = cifarCnn();
    expect(() => receptiveField(model, "conv9")).to.throw(RangeError, 'no layer is named "conv9"');
    expect(() => receptiveField(model, "logits")).to.throw(RangeError, 'layer "mean" is a Global');
    const layer = { filters: 2, kernelSize: 3, name: "any", inputShape: [null, null, 3] };
    const padded = tf.sequential({ layers: [tf.layers.conv2d({ ...layer, padding: "same" })] });
    expect(() => receptiveField(padded, "any")).to.throw(
      RangeError,
      'receptiveField: layer "any" pads images of any size; give the model an inputShape',
    );
  });
});
