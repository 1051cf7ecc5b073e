import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { awaitBuild } from "../../kernel/server/builds.ts";
import { hashesOf, recordBuild, sourcesOf } from "../../scripts/setup/builtFiles.mjs";

const NEWER = new Date(Date.now() + 60_000);

describe("a built copy of a library", () => {
  let folder: string;
  const file = (...names: string[]) => path.join(folder, ...names);
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "library-"));
    writeFileSync(file("tsconfig.json"), '{ "exclude": ["dist"] }');
    writeFileSync(file("index.ts"), "export const one = 1;");
    recordBuild(folder, hashesOf(folder, sourcesOf(folder)));
    writeFileSync(file("dist", "tsconfig.tsbuildinfo"), "{}");
    utimesSync(file("index.ts"), NEWER, NEWER);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("loads where the copy has made its sources newer than its build", async () => {
    expect(await awaitBuild(folder, () => true)).to.equal(undefined);
  });

  it("does not load where a source is another one, of the same length", async () => {
    const text = readFileSync(file("index.ts"), "utf8");
    writeFileSync(file("index.ts"), text.replace("1;", "2;"));
    utimesSync(file("index.ts"), NEWER, NEWER);
    const failure = await awaitBuild(folder, () => true);
    expect(failure?.evalue).to.match(/has changed since it was built/);
  });

  it("counts a watch as ended at the age at which another watch takes over", () => {
    const ages = ["kernel/server/builds.ts", "scripts/start/watchLibrary.mjs"].map((name) => {
      const text = readFileSync(new URL(`../../${name}`, import.meta.url), "utf8");
      return /ABANDONED = ([\d_]+)/.exec(text)?.[1];
    });
    expect(ages[0]).to.be.a("string").and.to.equal(ages[1]);
  });
});
