import { expect } from "chai";
import { locateCifar10, locateMnist } from "lib/data";

describe("where a dataset is", () => {
  const nowhere = { directory: "", cache: "no such folder" };

  it("is told of CIFAR-10 and MNIST before they are downloaded", async () => {
    expect(await locateCifar10(nowhere)).deep.equal({
      found: false,
      description: "CIFAR-10 will be downloaded from www.cs.toronto.edu to no such folder (170 MB)",
    });
    expect(await locateMnist(nowhere)).deep.equal({
      found: false,
      description: "MNIST will be downloaded from storage.googleapis.com to no such folder (14 MB)",
    });
  });
});
