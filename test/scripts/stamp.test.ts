import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { expect } from "chai";
import { work } from "../../scripts/setup/project.mjs";
import { damageOf, dropCaches, isMadeFrom, make } from "../../scripts/setup/stamp.mjs";

describe("what is known of an installed folder", () => {
  let folder: string;
  const at = (name: string) => join(folder, name);
  beforeEach(async () => {
    await mkdir(work, { recursive: true });
    folder = await mkdtemp(join(work, "installed-")); // on the disk to which it is moved
    await writeFile(at("a.js"), "12345");
    await writeFile(at("b.pyc"), "123");
    await symlink("a.js", at("link"));
    const files = { "a.js": 5, "b.pyc": 3, link: "to a.js" };
    await writeFile(at(".made-from"), JSON.stringify({ from: "lock", files }));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const damage = () => damageOf(folder).map(({ text }) => text.replace(`${basename(folder)}/`, ""));

  it("is what it was made from, where all is as it was installed", () => {
    expect(damage()).to.deep.equal([]);
    expect(isMadeFrom(folder, "lock")).to.equal(true);
    expect(isMadeFrom(folder, "another lock")).to.equal(false);
  });

  for (const [what, change, said] of [
    ["a file that is gone", () => rm(at("a.js")), "a.js is missing"],
    ["one that is cut", () => writeFile(at("a.js"), "1"), "a.js has 1 bytes instead of 5"],
    [
      "a link that is a file",
      () => rm(at("link")).then(() => writeFile(at("link"), "12")),
      "link is not what was installed (2)",
    ],
    [
      "a link elsewhere",
      () => rm(at("link")).then(() => symlink("b.pyc", at("link"))),
      "link is not what was installed (to b.pyc)",
    ],
  ] as const) {
    it(`tells of ${what}`, async () => {
      await change();
      expect(damage()).to.deep.equal([said]);
    });
  }

  it("takes a cache that is gone as whole, and removes one that is cut", async () => {
    await rm(at("b.pyc"));
    expect(damage()).to.deep.equal([]);
    await writeFile(at("b.pyc"), "1");
    expect(damage()).to.deep.equal(["b.pyc has 1 bytes instead of 3"]);
    await dropCaches(folder);
    expect(await readdir(folder)).to.have.members([".made-from", "a.js", "link"]);
    const { files } = JSON.parse(await readFile(at(".made-from"), "utf8"));
    expect(files).to.deep.equal({ "a.js": 5, link: "to a.js" });
  });

  it("is nothing where it was not installed, or not to its end", async () => {
    await rm(at(".made-from"));
    expect(damage()).to.deep.equal([]);
    expect(isMadeFrom(folder, "lock")).to.equal(false);
    await writeFile(at(".made-from"), '{"from":"lo');
    expect(isMadeFrom(folder, "lock")).to.equal(false);
  });

  describe("after it was made anew", () => {
    const kept = () => join(work, `old${basename(folder)}`);
    const installs = async () => {
      await mkdir(folder);
      await writeFile(at("c.js"), "1234");
      expect(existsSync(join(kept(), "a.js")), "kept until then").to.equal(true);
    };

    it("is what was installed, and nothing of before is left", async () => {
      await mkdir(kept(), { recursive: true });
      await writeFile(join(kept(), "of an interrupted run"), "");
      await make(folder, "lock 2", installs);
      expect(isMadeFrom(folder, "lock 2")).to.equal(true);
      expect(await readdir(folder)).to.have.members([".made-from", "c.js"]);
      const { files } = JSON.parse(await readFile(at(".made-from"), "utf8"));
      expect(files).to.deep.equal({ "c.js": 4 });
      expect(existsSync(kept())).to.equal(false);
    });

    it("is as it was where that fails, with its own reason", async () => {
      const fails = () => installs().then(() => Promise.reject(new Error("no network")));
      expect(await make(folder, "lock 2", fails).catch(String)).to.equal("Error: no network");
      expect(damage()).to.deep.equal([]);
      expect(isMadeFrom(folder, "lock")).to.equal(true);
      expect(existsSync(at("c.js"))).to.equal(false);
      expect(existsSync(kept())).to.equal(false);
    });

    it("is nothing where it was nothing and that fails", async () => {
      await rm(folder, { recursive: true });
      const fails = () => mkdir(folder).then(() => Promise.reject(new Error("no network")));
      expect(await make(folder, "lock", fails).catch(String)).to.equal("Error: no network");
      expect(isMadeFrom(folder, "lock")).to.equal(false);
    });
  });
});
