import { expect } from "chai";
import { openFolder, withRunLock } from "../../../lib/cifar/files/folderInBrowser.ts";
import { contracts } from "../../platform/contracts.ts";
import { type SiteFiles, siteFiles } from "../../platform/siteFiles.ts";

describe("the folders of a page", () => {
  let site: SiteFiles;
  beforeEach(() => {
    site = siteFiles();
  });
  afterEach(() => site.remove());

  const failure = (work: Promise<unknown>) =>
    work.then(
      () => expect.fail("nothing was thrown"),
      (error: Error) => error,
    );

  it("keep the contract that those of Node keep", () =>
    contracts.folder(
      { openFolder, withRunLock },
      { echo: new URL("file:///none"), folder: "runs/a", put: async () => ({ folder: "none" }) },
    ));

  it("lie apart from the files of datasets, each under its parts", async () => {
    const folder = await openFolder("./runs//a/", { make: true });
    await folder.write("b", "c");
    expect(folder.path).to.equal("runs/a");
    const file = new TextEncoder().encode("c");
    expect(site.root).to.deep.equal(
      new Map([["folders", new Map([["runs", new Map([["a", new Map([["b", file]])]])]])]]),
    );
  });

  it("are made where that is asked for alone, and what is not there has its path", async () => {
    const folder = await openFolder("runs");
    expect(site.root.size).to.equal(0);
    for (const [work, path] of [
      [folder.list(), "runs"],
      [folder.read("a"), "runs/a"],
    ] as const) {
      expect(await failure(work)).to.deep.include({
        code: "ENOENT",
        message: `ENOENT: no such file or directory, open '${path}'`,
      });
    }
    expect((await failure(folder.write("a", "b"))).name).to.equal("NotFoundError");
    await folder.remove("a");
    await openFolder("runs", { make: true });
    expect([...site.root.keys()]).to.deep.equal(["folders"]);
  });

  it("are made for a run", async () => {
    const made = await withRunLock("runs/a", async () => site.root.get("folders"));
    expect(made).to.deep.equal(new Map([["runs", new Map([["a", new Map()]])]]));
  });

  it("lie within the site's", async () => {
    for (const name of ["", ".", "/", "a/../..", ".."]) {
      expect((await failure(openFolder(name))).message).to.equal(
        `"${name}" names no folder within the site's; take a name such as "runs"`,
      );
    }
  });

  it("take a file whole or not at all", async () => {
    const folder = await openFolder("runs", { make: true });
    await folder.write("a", "whole");
    site.failure = new Error("no more room");
    expect(await failure(folder.write("a", "more"))).to.equal(site.failure);
    expect(site.aborted).to.equal(1);
    expect(new TextDecoder().decode(await folder.read("a"))).to.equal("whole");
  });

  it("say which cannot be opened, and give other errors on", async () => {
    expect((await failure(withRunLock("..", async () => 1))).message).to.match(
      /^train: checkpoint is "\.\.", which cannot be opened \(.+\); name a directory/,
    );
    const folder = await openFolder("runs", { make: true });
    const denied = new Error("denied");
    Object.assign(navigator.storage, { getDirectory: () => Promise.reject(denied) });
    expect(await failure(folder.list())).to.equal(denied);
    expect(await failure(folder.read("a"))).to.equal(denied);
  });

  it("are in memory where the browser keeps none, which is said once", async () => {
    site.remove();
    site = siteFiles({ overHttp: true });
    const said: unknown[] = [];
    const { warn } = console;
    console.warn = (text) => said.push(text);
    try {
      const folder = await openFolder("runs", { make: true });
      const content = Uint8Array.of(1, 2);
      await folder.write("a", content);
      await folder.write("b", "text");
      content[0] = 9;
      const again = await openFolder("runs");
      expect(await again.list()).to.deep.equal(["a", "b"]);
      const read = await again.read("a");
      expect([...read]).to.deep.equal([1, 2]);
      read[0] = 9;
      expect([...(await again.read("a"))]).to.deep.equal([1, 2]);
      expect(new TextDecoder().decode(await again.read("b"))).to.equal("text");
      await again.remove("a");
      expect(await failure(again.read("a"))).to.deep.include({
        code: "ENOENT",
        message: "ENOENT: no such file or directory, open 'runs/a'",
      });
      expect(await (await openFolder("others")).list()).to.deep.equal([]);
      expect(await withRunLock("runs", async () => 5)).to.equal(5);
    } finally {
      console.warn = warn;
    }
    expect(said).to.deep.equal([
      "This browser keeps no files for a page that does not come over https: what is stored is " +
        "gone when the page is left.",
    ]);
  });
});
