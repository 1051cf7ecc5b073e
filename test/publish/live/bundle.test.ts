import { existsSync } from "node:fs";
import { expect } from "chai";
import { entryPoints } from "../../../publish/live/bundle.ts";

describe("the scripts that a page loads by their names", () => {
  it("are the kernel, the library's threads, and each module of the page", async () => {
    const scripts = await entryPoints();
    expect(Object.keys(scripts)).to.include.members([
      ...["kernel", "worker", "tensorThread"],
      ...["session", "edit", "checkTypes", "typeChecker", "download", "dataFiles"],
    ]);
    for (const [name, file] of Object.entries(scripts)) {
      expect(existsSync(file), name).to.equal(true);
      expect(name).to.match(/^\w+$/);
    }
  });
});
