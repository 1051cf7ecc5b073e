import { createHash } from "node:crypto";
import { expect } from "chai";
import {
  type Dataset,
  imageAt,
  loadCifar10,
  loadMnist,
  type SplitSizes,
  seededRandom,
} from "lib/data";
import { drawnDigits } from "../../lib/data/drawnDigits.ts";
import { drawStandIn } from "../../lib/data/standIn.ts";

const sizes: SplitSizes = { train: 300, validation: 50, test: 100 };

/** SHA-256 of the images and labels of a stand-in of those sizes. */
const CIFAR10 = "c2cd573b3cafaac2039fc1b2b5ee8f4e9a08b9ea3c6a8e54420e2a2e18de7298";
const DIGITS = "b2812b248414c07c77ed0411243740dda08849499089b55720e0644cba44c1ed";
/** The same of digits that reach the edges. */
const AT_EDGES = "2e17bf049fdac50473f931f983322829e277ce12329a5a7c57a36e541c729c0a";

for (const [name, load, shape, sum] of [
  ["CIFAR-10", loadCifar10, [32, 32, 3], CIFAR10],
  ["MNIST", loadMnist, [28, 28, 1], DIGITS],
] as const) {
  describe(`the stand-in for ${name}`, () => {
    it("has its shape, ten classes, and the same number of each", async () => {
      const { train, validation, test } = await load({ synthetic: sizes });
      for (const [part, size] of [
        [train, 300],
        [validation, 50],
        [test, 100],
      ] as const) {
        expect(part.shape).to.deep.equal(shape);
        expect(part.classes).to.have.length(10);
        expect(part.labels).to.have.length(size);
        expect(part.images).to.have.length(size * shape[0] * shape[1] * shape[2]);
      }
      expect(counts(test)).to.deep.equal(Array(10).fill(10));
    });

    it("is drawn the same every time, to the byte, whatever the seed that splits it", async () => {
      const first = await load({ synthetic: sizes });
      const drawn = createHash("sha256");
      for (const { images, labels } of [first.train, first.validation, first.test]) {
        drawn.update(images.slice()).update(labels);
      }
      expect(drawn.digest("hex")).to.equal(sum);
      expect(await load({ synthetic: sizes })).to.deep.equal(first);
      const other = await load({ synthetic: sizes, seed: 5 });
      expect(other.test).to.deep.equal(first.test);
      expect(other.train).to.not.deep.equal(first.train);
    });

    it("names a seed that is none", async () => {
      for (const seed of [Number.NaN, 1.5, -1]) {
        expect(await load({ synthetic: sizes, seed }).catch(String)).to.equal(
          `RangeError: loading ${name}: seed is ${seed}, it takes a whole number from 0`,
        );
      }
    });

    it("has no image twice and none that is empty", async () => {
      const { train, validation, test } = await load({ synthetic: sizes });
      const images = [train, validation, test].flatMap((part) =>
        Array.from(part.labels, (_, i) => imageAt(part, i)),
      );
      expect(new Set(images.map((image) => image.join()))).to.have.length(450);
      for (const image of images) expect(Math.max(...image) - Math.min(...image)).to.be.above(40);
    });

    it("says what it is and how to get the real images", async () => {
      const { synthetic, description } = (await load({ synthetic: sizes })).train.source;
      expect(synthetic).to.equal(true);
      expect(description)
        .to.match(
          new RegExp(`^These images are not ${name}: the program drew them, as was asked for\\.`),
        )
        .and.contain("set the environment variable CNN_DATA_DIR");
    });
  });
}

describe("a stand-in", () => {
  it("is given each image alone, and the classes in turn", () => {
    const given: number[] = [];
    const draw = (image: Uint8Array, label: number) => {
      given.push(label);
      image.fill(image.length + label);
    };
    const source = { synthetic: true, description: "drawn" };
    const parts = Object.values(
      drawStandIn(
        ...[{ classes: ["a", "b", "c"], draw }, [2, 3, 4] as const],
        ...[{ train: 4, validation: 1, test: 4 }, 0, source],
      ),
    );
    expect(given).to.deep.equal([0, 1, 2, 0, 1, 0, 1, 2, 0]);
    for (const part of parts) {
      expect(part.images).to.have.length(24 * part.labels.length);
      for (const [i, label] of part.labels.entries()) {
        expect(imageAt(part, i).every((byte) => byte === 24 + label)).to.equal(true);
      }
    }
  });
});

describe("drawn shapes", () => {
  it("are not called as CIFAR-10's classes are", async () => {
    const { classes } = (await loadCifar10({ synthetic: sizes })).train;
    expect(classes).to.include.members(["disc", "triangle", "stripes"]).and.not.include("cat");
  });
});

describe("drawn digits", () => {
  it("are cut where they reach beyond an edge, to the byte", () => {
    const random = seededRandom(1);
    const extreme = () => (random() < 0.5 ? 0 : 1);
    const all = createHash("sha256");
    const lit = new Uint8Array(28 * 28);
    for (let i = 0; i < 2000; i++) {
      const image = new Uint8Array(28 * 28);
      drawnDigits.draw(image, i % 10, extreme);
      all.update(image);
      for (const [at, byte] of image.entries()) lit[at] |= byte;
    }
    const some = (place: (i: number) => number) =>
      Array.from({ length: 28 }, (_, i) => lit[place(i)]).some((byte) => byte > 0);
    expect([some((x) => x), some((x) => 27 * 28 + x)]).to.deep.equal([true, true]);
    expect([some((y) => 28 * y), some((y) => 28 * y + 27)]).to.deep.equal([true, true]);
    expect(all.digest("hex")).to.equal(AT_EDGES);
  });

  it("can be told apart, but not by their pixels alone", async () => {
    const { train, test } = await loadMnist({
      synthetic: { train: 500, validation: 0, test: 200 },
    });
    const right = test.labels.filter(
      (label, i) => train.labels[nearest(train, imageAt(test, i))] === label,
    );
    expect(right.length / 200).to.be.within(0.6, 0.98);
  });
});

function counts({ labels, classes }: Dataset): number[] {
  return classes.map((_, c) => labels.filter((label) => label === c).length);
}

/** Index of the image with the least squared distance. */
function nearest(dataset: Dataset, query: Uint8Array): number {
  const distances = Array.from(dataset.labels, (_, i) =>
    imageAt(dataset, i).reduce((sum, value, at) => sum + (value - query[at]) ** 2, 0),
  );
  return distances.indexOf(Math.min(...distances));
}
