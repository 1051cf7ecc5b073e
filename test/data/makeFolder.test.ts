import { existsSync } from "node:fs";
import { rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { makeFolder } from "../../lib/data/makeFolder.ts";
import { makeTarget } from "../../scripts/makeTarget.mjs";
import { temporaryFolder } from "./miniature.ts";

describe("making a folder", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("makes those above it too, of several programs at once, and leaves what is there", async () => {
    const deep = join(folder, "a", "b", "c");
    await Promise.all([makeFolder(deep), makeFolder(deep), makeFolder(join(folder, "a"))]);
    expect((await stat(deep)).isDirectory()).to.equal(true);
    await makeFolder(deep);
  });

  it("refuses one in the place of a file or below it, and a command says so in a sentence", async () => {
    const file = join(folder, "file");
    await writeFile(file, "");
    for (const [place, code] of [
      [file, "EEXIST"],
      [join(file, "below", "it"), "ENOTDIR"],
    ]) {
      const { message } = await makeTarget("data", place).catch((error) => error);
      expect(message).to.equal(
        `data: ${place} cannot be made or written to (${code}): name a folder of your own.`,
      );
    }
  });

  it("refuses one that nobody can write to", async function () {
    if (!existsSync("/proc/sys")) this.skip(); // this system has no folder that its root cannot write to
    const { code } = (await makeFolder("/proc/sys").catch((error) => error)) ?? {};
    expect(code).to.be.oneOf(["EACCES", "EROFS"]);
  });

  it("refuses one below /proc, where Node.js' own way never ends", async function () {
    if (!existsSync("/proc/self")) this.skip(); // this system has no /proc
    const { code } = await makeFolder("/proc/none/deep").catch((error) => error);
    expect(code).to.be.oneOf(["ENOENT", "EACCES"]);
  });
});
