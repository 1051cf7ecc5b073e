import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { type Dataset, seededRandom } from "lib/data";
import { imageTensor, randomTensor, tensor, zeros } from "lib/ops";

describe("tensor", () => {
  it("lays the last axis out fastest", () => {
    const t = tensor([1, 2, 3, 4, 5, 6], [2, 3]);
    expect([t.get(0, 2), t.get(1, 0)]).deep.equal([3, 4]);
  });

  it("names both counts when the numbers do not fill the shape", () => {
    expect(() => tensor([1, 2, 3], [2, 2])).throw(
      RangeError,
      "tensor: shape [2,2] takes 4 numbers, there are 3",
    );
  });

  it("draws normal numbers of the given scale", () => {
    const { data } = randomTensor([100, 100], seededRandom(1), 0.1);
    const mean = data.reduce((sum, x) => sum + x, 0) / data.length;
    const deviation = Math.sqrt(data.reduce((sum, x) => sum + (x - mean) ** 2, 0) / data.length);
    expect(mean).closeTo(0, 0.003);
    expect(deviation).closeTo(0.1, 0.003);
  });

  it("draws no more numbers than it has", () => {
    const [random, other] = [seededRandom(1), seededRandom(1)];
    const draws = [2, 3].map((size) => [...randomTensor([size], random).data]);
    expect(draws.flat()).deep.equal([...randomTensor([5], other).data]);
  });

  it("of zeros has one number for each index", () => {
    expect([...zeros([2, 1, 3]).data]).deep.equal([0, 0, 0, 0, 0, 0]);
  });
});

describe("imageTensor", () => {
  const dataset: Dataset = {
    images: Uint8Array.of(0, 51, 255, 102),
    labels: Uint8Array.of(3, 4),
    classes: [],
    shape: [1, 2, 1],
    source: { synthetic: true, description: "two images" },
  };

  it("is an image of a dataset, as numbers from 0 to 1", () => {
    expect(imageTensor(dataset, 1).shape).deep.equal([1, 2, 1]);
    expect([...imageTensor(dataset, 1).data]).deep.equal([1, 0.4]);
  });

  it("names the image that is not there", () => {
    expect(() => imageTensor(dataset, 2)).throw(
      RangeError,
      "imageAt: there is no image 2, the dataset has 0 … 1",
    );
  });
});

describe("lib/ops", () => {
  it("loads neither TensorFlow.js nor a module of node", async () => {
    const folder = new URL("../../lib/dist/ops/", import.meta.url);
    const files = (await readdir(folder, { recursive: true })).filter((file) =>
      file.endsWith(".js"),
    );
    expect(files)
      .includes(join("solutions", "opConv2D.js"))
      .and.includes(join("checks", "cmpOps.js"));
    for (const file of files) {
      expect(await readFile(new URL(file, folder), "utf8"), file).not.match(
        /(from|import\() ?"(@tensorflow|node:|(\.\.\/)+data\/index)/,
      );
    }
  });
});
