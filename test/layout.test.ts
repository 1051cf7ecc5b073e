import { readFile } from "node:fs/promises";
import { expect } from "chai";

describe("the package", () => {
  it("keeps download hosts out of the lock file", async () => {
    const lock = await readFile(new URL("../package-lock.json", import.meta.url), "utf8");
    expect(lock).to.not.match(/"resolved": "https?:/);
  });
});
