import { expect } from "chai";
import { execute, text } from "./notebook.ts";

describe("3.2-image-classifier.ipynb on the real CIFAR-10", () => {
  it("reaches a test accuracy of 40 to 46 % in the given run", async function () {
    if (!process.env.CNN_DATA_DIR) {
      console.log(
        "      skipped: set CNN_DATA_DIR to a folder with cifar-10-binary.tar.gz to run it",
      );
      this.skip();
    }
    this.timeout(600_000);
    const { cells } = await execute("3.2-image-classifier.ipynb", "", "test");
    const output = cells.find(({ id }) => id === "test")?.outputs?.[0];
    const accuracy = /([\d.]+) %/.exec(text(output?.data?.["text/plain"]))?.[1];
    console.log(`      test accuracy ${accuracy} %`);
    expect(Number(accuracy)).to.be.within(40, 46);
    expect(text(output?.data?.["text/plain"])).to.include("10,000");
  });
});
