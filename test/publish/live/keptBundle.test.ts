import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { keptBundle } from "../../../publish/live/keptBundle.ts";

describe("the bundle of a site", () => {
  let runs: string;
  let build: string;
  let made: number;
  beforeEach(async () => {
    runs = await mkdtemp(join(tmpdir(), "runs-"));
    build = join(runs, "build");
    await writeFile(build, "1");
    made = 0;
  });
  afterEach(() => rm(runs, { recursive: true }));

  const bundle = async (of: unknown = "cells", builds = [build]) => {
    const found = await keptBundle(of, runs, builds, async () => {
      made++;
      return new Map([
        ["a.js", Buffer.from(`made ${made}`)],
        ["b.wasm", Buffer.from([0, 255])],
      ]);
    });
    expect([...found.keys()]).to.deep.equal(["a.js", "b.wasm"]);
    expect([...(found.get("b.wasm") ?? [])]).to.deep.equal([0, 255]);
    return String(found.get("a.js"));
  };

  it("is made once, while nothing changes that it is made of", async () => {
    expect([await bundle(), await bundle(), made]).to.deep.equal(["made 1", "made 1", 1]);
    expect(await bundle("other cells")).to.equal("made 2");
    expect(await bundle("cells")).to.equal("made 3");
    await writeFile(build, "2");
    expect([await bundle(), await bundle()]).to.deep.equal(["made 4", "made 4"]);
    expect(await bundle("cells", [build, join(runs, "none")])).to.equal("made 4");
    expect((await readdir(runs)).toSorted()).to.deep.equal(["build", "live"]);
  });

  it("is made anew where the kept one is damaged", async () => {
    await bundle();
    await rm(join(runs, "live", "a.js"));
    expect([await bundle(), await bundle()]).to.deep.equal(["made 2", "made 2"]);
  });

  it("leaves nothing behind where it cannot be made", async () => {
    const broken = keptBundle("x", runs, [], () => Promise.reject(new Error("no")));
    expect(await broken.catch(({ message }) => message)).to.equal("no");
    const unwritable = keptBundle("x", runs, [], async () => new Map([["a/b", Buffer.from("")]]));
    expect(await unwritable.catch(({ code }) => code)).to.equal("ENOENT");
    expect(await readdir(runs)).to.deep.equal(["build"]);
  });
});
