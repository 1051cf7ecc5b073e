import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { openUnchanged, readFrom, versionOf } from "../../lib/data/openFile.ts";
import { temporaryFolder } from "./miniature.ts";

describe("a file that stays open", () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await temporaryFolder();
    path = join(folder, "file");
    await writeFile(path, Uint8Array.of(1, 2, 3, 4, 5));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("is opened once, and read from any byte to the last", () => {
    const file = openUnchanged(path, versionOf(path));
    expect(openUnchanged(path, versionOf(path))).to.deep.equal(file);
    for (let from = 0; from < 5; from++) {
      for (let bytes = 0; from + bytes <= 5; bytes++) {
        const into = new Uint8Array(bytes);
        readFrom(file, into, from);
        expect([...into]).to.deep.equal([1, 2, 3, 4, 5].slice(from, from + bytes));
      }
    }
  });

  it("is refused where it ends too early", () => {
    const file = openUnchanged(path, versionOf(path));
    for (const [bytes, from] of [
      [1, 5],
      [3, 3],
    ]) {
      expect(() => readFrom(file, new Uint8Array(bytes), from)).to.throw(
        `${path} was changed since its images were loaded; restart the kernel and load them again`,
      );
    }
  });
});
