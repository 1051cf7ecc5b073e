import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { expect } from "chai";
import { openFolder } from "../../../lib/cifar/files/folderInNode.ts";

describe("a folder on the disk", () => {
  let parent: string;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), "folder-"));
  });
  afterEach(() => rm(parent, { recursive: true }));

  it("is made where that is asked for alone", async () => {
    const directory = join(parent, "a", "b");
    const folder = await openFolder(directory);
    expect(await readdir(parent)).to.deep.equal([]);
    expect(await folder.list().catch(({ code }) => code)).to.equal("ENOENT");
    await openFolder(directory, { make: true });
    expect(await folder.list()).to.deep.equal([]);
  });

  it("has the files that are written, until they are removed, once or again", async () => {
    const folder = await openFolder(relative(process.cwd(), parent));
    expect(folder.path).to.equal(parent);
    await folder.write("a", "one");
    await folder.write("b", Uint8Array.of(1, 2));
    expect((await folder.list()).toSorted()).to.deep.equal(["a", "b"]);
    expect([...(await folder.read("b"))]).to.deep.equal([1, 2]);
    for (let i = 0; i < 2; i++) await folder.remove("a");
    expect(await folder.list()).to.deep.equal(["b"]);
  });
});
