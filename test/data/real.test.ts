import { execFileSync } from "node:child_process";
import { expect } from "chai";
import { type Dataset, imageAt, loadCifar10, loadMnist, type Splits } from "lib/data";

describe("the real data in the folder CNN_DATA_DIR", () => {
  before(function () {
    if (!process.env.CNN_DATA_DIR) this.skip();
  });

  it("is CIFAR-10, split 45,000 / 5,000 / 10,000", async () => {
    const splits = await loadCifar10();
    expectSplits(splits, [45000, 5000, 10000]);
    expect(counts(splits.train, splits.validation)).to.deep.equal(Array(10).fill(5000));
    expect(counts(splits.test)).to.deep.equal(Array(10).fill(1000));
    expect(splits.test.classes[splits.test.labels[0]]).to.equal("cat");
    expect([...imageAt(splits.test, 0).subarray(0, 3)]).to.deep.equal([158, 112, 49]);
  });

  it("is MNIST, split 55,000 / 5,000 / 10,000", async () => {
    const splits = await loadMnist();
    expectSplits(splits, [55000, 5000, 10000]);
    const perDigit = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949];
    expect(counts(splits.train, splits.validation)).to.deep.equal(perDigit);
    expect([...splits.test.labels.subarray(0, 5)]).to.deep.equal([7, 2, 1, 0, 4]);
  });

  it("is loaded in less than 400 MB", () => {
    const program =
      'import("lib/data").then(({ loadCifar10 }) => loadCifar10()).then(() => console.log(process.resourceUsage().maxRSS))';
    const kilobytes = Number(execFileSync(process.execPath, ["-e", program], { encoding: "utf8" }));
    expect(kilobytes / 1000).to.be.within(184, 400);
  });
});

function expectSplits({ train, validation, test }: Splits, sizes: readonly number[]): void {
  const parts = [train, validation, test];
  expect(parts.map(({ labels }) => labels.length)).to.deep.equal(sizes);
  for (const { images, shape, labels, source } of parts) {
    expect(images.length).to.equal(labels.length * shape[0] * shape[1] * shape[2]);
    expect(source.synthetic).to.equal(false);
  }
}

function counts(...parts: Dataset[]): number[] {
  return parts[0].classes.map((_, c) =>
    parts.reduce((sum, { labels }) => sum + labels.filter((label) => label === c).length, 0),
  );
}
