import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
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

  it("does not load where it was not built at all from what its sources are", async () => {
    rmSync(file("dist", "tsconfig.tsbuildinfo"));
    expect(await awaitBuild(folder, () => true)).to.equal(undefined);
    writeFileSync(file("index.ts"), "export const two = 2;");
    const failure = await awaitBuild(folder, () => true);
    expect(failure?.traceback[1]).to.match(/^Run `npm run build` in a terminal, then this cell/);
  });

  describe("whose sources", () => {
    const write = (name: string, time = NEWER) => {
      mkdirSync(path.dirname(file(name)), { recursive: true });
      writeFileSync(file(name), "new");
      utimesSync(file(name), time, time);
    };
    const said = async () => (await awaitBuild(folder, () => true))?.evalue;
    const changed = () =>
      `${path.basename(folder)} has changed since it was built, so it is not loaded.`;

    it("are TypeScript's files in all its folders", async () => {
      write("inner/deep/b.ts");
      expect(await said()).to.equal(changed());
    });

    it("are none of what is built, installed, hidden or excluded, nor other files", async () => {
      writeFileSync(file("tsconfig.json"), '{ "exclude": ["left", "out.ts"] }');
      for (const name of ["dist/a.ts", "node_modules/a/b.ts", ".a/b.ts", "left/a.ts", "out.ts"]) {
        write(name);
      }
      write("notes.md");
      expect(await said()).to.equal(undefined);
    });

    it("are all of them where its settings cannot be read", async () => {
      write("left/a.ts");
      writeFileSync(file("tsconfig.json"), '{ "exclude": ["left"] } // so');
      expect(await said()).to.equal(changed());
    });

    it("have changed where one of them has, that is newer than the build", async () => {
      write("old.ts", new Date(0));
      const time = new Date(1e12);
      utimesSync(file("dist", "tsconfig.tsbuildinfo"), time, time);
      write("same.ts", time);
      expect(await said()).to.equal(undefined);
      write("other.ts");
      expect(await said()).to.equal(changed());
    });

    it("may be none, and are built", async () => {
      rmSync(file("index.ts"));
      const note = { newest: 0, errors: "wrong" };
      writeFileSync(file("dist", "watch.json"), JSON.stringify(note));
      expect(await said()).to.match(/ does not compile, so it is not loaded\.$/);
    });

    it("are not waited for where the watch has ended long ago", async () => {
      writeFileSync(file("dist", "watch.json"), JSON.stringify({ newest: 1, errors: "" }));
      utimesSync(file("dist", "watch.json"), new Date(0), new Date(0));
      expect(await said()).to.equal(undefined);
    });
  });

  for (const record of ['{"affectedFilesPendingEmit":[1]}', '{"errors":true}']) {
    it(`does not load where its build has failed: ${record}`, async () => {
      writeFileSync(file("dist", "tsconfig.tsbuildinfo"), record);
      const evalue = `${path.basename(folder)} does not compile, so it is not loaded.`;
      expect(await awaitBuild(folder, () => true)).to.deep.equal({
        ...{ ename: "LibraryError", evalue },
        traceback: [`LibraryError: ${evalue}`, "`npm run build` shows why."],
      });
    });
  }

  it("is waited for while a watch builds it, as long as that is wanted, and has its errors", async () => {
    const note = (newest: number, errors = "") =>
      writeFileSync(file("dist", "watch.json"), JSON.stringify({ newest, errors }));
    const newest = statSync(file("index.ts")).mtimeMs;
    let looks = 0;
    note(newest - 1);
    expect(await awaitBuild(folder, () => looks++ < 2)).to.equal(undefined);
    expect(looks).to.equal(3);
    note(newest - 1, "of before");
    const wanted = () => {
      if (++looks === 5) note(newest, "\u001b[31mindex.ts:1\u001b[0m\nwrong");
      return true;
    };
    expect((await awaitBuild(folder, wanted))?.traceback.slice(1)).to.deep.equal([
      ...["", "index.ts:1", "wrong"],
    ]);
    note(newest);
    expect(await awaitBuild(folder, () => true)).to.equal(undefined);
  });

  it("counts a watch as ended at the age at which another watch takes over", () => {
    const ages = ["kernel/server/builds.ts", "scripts/start/watchLibrary.mjs"].map((name) => {
      const text = readFileSync(new URL(`../../${name}`, import.meta.url), "utf8");
      return /ABANDONED = ([\d_]+)/.exec(text)?.[1];
    });
    expect(ages[0]).to.be.a("string").and.to.equal(ages[1]);
  });
});
