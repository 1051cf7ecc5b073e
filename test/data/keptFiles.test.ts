import { expect } from "chai";
import { forgetFile, keepFile, keptFile, keptName } from "../../lib/data/keptFiles.ts";
import { type SiteFiles, siteFiles } from "../platform/siteFiles.ts";

describe("the files that a page keeps", () => {
  let site: SiteFiles;
  afterEach(() => site.remove());

  const name = keptName("MNIST", "labels.gz");
  const file = new File([Uint8Array.of(1, 2, 3)], "labels.gz");
  const content = async () => {
    const found = await keptFile(name);
    return found && [...new Uint8Array(await found.arrayBuffer())];
  };
  const failure = () =>
    keepFile(name, file).then(
      () => expect.fail("it was kept"),
      (error: Error) => error.message,
    );

  it("lie in the folder of datasets, by the dataset's name and their own, until forgotten", async () => {
    site = siteFiles();
    expect(await content()).to.equal(undefined);
    expect(await keepFile(name, file)).to.equal(true);
    expect(await content()).to.deep.equal([1, 2, 3]);
    expect([...site.root]).to.deep.equal([
      ["datasets", new Map([["MNIST labels.gz", Uint8Array.of(1, 2, 3)]])],
    ]);
    await forgetFile(name);
    expect(await content()).to.equal(undefined);
    await forgetFile(name);
  });

  it("are held until the page is left where the browser keeps none", async () => {
    site = siteFiles({ overHttp: true });
    expect(await content()).to.equal(undefined);
    expect(await keepFile(name, file)).to.equal(false);
    expect(await content()).to.deep.equal([1, 2, 3]);
    await forgetFile(name);
    expect(await content()).to.equal(undefined);
  });

  it("are there or not, and no failure, when another page forgets them meanwhile", async () => {
    site = siteFiles();
    for (let later = 0; later < 20; later++) {
      await keepFile(name, file);
      const finding = keptFile(name);
      for (let turn = 0; turn < later; turn++) await undefined;
      await forgetFile(name);
      expect((await finding)?.size).to.be.oneOf([undefined, 3]);
    }
  });

  it("are not kept in part, and the reason is said", async () => {
    site = siteFiles();
    site.failure = Object.assign(new Error("full"), { name: "QuotaExceededError" });
    expect(await failure()).to.equal(
      "MNIST labels.gz needs 1 MB, and this browser has no more room for this site",
    );
    site.failure = new Error("the disk is gone");
    expect(await failure()).to.equal(
      "MNIST labels.gz cannot be kept in this browser (the disk is gone)",
    );
    expect(site.aborted).to.equal(2);
    site.failure = Object.assign(new Error("full"), { name: "QuotaExceededError" });
    for (const [bytes, megabytes] of [
      [2_000_000, 2],
      [2_000_001, 3],
    ]) {
      const larger = new File([new Uint8Array(bytes)], "labels.gz");
      const { message } = await keepFile(name, larger).catch((error) => error);
      expect(message).to.include(`needs ${megabytes} MB,`);
    }
    expect(await content()).to.deep.equal([]); // the empty file that a browser makes at first
  });
});
