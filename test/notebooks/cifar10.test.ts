import { expect } from "chai";
import { expectClaims } from "./claims.ts";
import { execute, inTemporaryHome, text } from "./notebook.ts";

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

  for (const seed of [3, 4, 5]) {
    it(`says nothing that its figures do not show, with seed ${seed}`, async function () {
      if (!process.env.CNN_DATA_DIR || !process.env.CLAIMS) {
        console.log("      skipped, it takes minutes: CLAIMS=1 CNN_DATA_DIR=FOLDER runs it");
        this.skip();
      }
      this.timeout(1_800_000);
      await inTemporaryHome(async (home) => {
        const parameters = `const seed = ${seed}; const checkpoints = ${JSON.stringify(home)};`;
        expectClaims(await execute("3.2-image-classifier.ipynb", parameters));
      });
    });
  }
});
