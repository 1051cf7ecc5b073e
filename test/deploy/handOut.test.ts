import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { handOut } from "../../deploy/hand-out.mjs";

describe("handing an assignment out", () => {
  let folder: string;
  const source = () => join(folder, "source");
  const home = () => join(folder, "home");
  const give = (name: string, content: string) => writeFile(join(source(), name), content);
  const write = (name: string, content: string) => writeFile(join(home(), name), content);
  const read = (name: string) => readFile(join(home(), name), "utf8");

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "hand-out-"));
    await mkdir(join(source(), "pictures"), { recursive: true });
    await give("a.ipynb", "first a");
    await give("pictures/b.png", "first b");
    handOut(source(), home());
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("gives all files the first time, and nothing the second", async () => {
    expect(await read("a.ipynb")).to.equal("first a");
    expect(await read("pictures/b.png")).to.equal("first b");
    expect(handOut(source(), home())).to.deep.equal([]);
  });

  it("replaces what the student has not changed, and adds what is new", async () => {
    await give("a.ipynb", "second a");
    await give("c.ipynb", "first c");
    expect(handOut(source(), home())).to.deep.equal([
      `${join(home(), "a.ipynb")} is new`,
      `${join(home(), "c.ipynb")} is new`,
    ]);
    expect([await read("a.ipynb"), await read("c.ipynb")]).to.deep.equal(["second a", "first c"]);
  });

  it("never touches what the student has changed, and puts each newer one beside it once", async () => {
    await write("a.ipynb", "my work");
    expect(handOut(source(), home())).to.deep.equal([]); // nothing newer
    await give("a.ipynb", "second a");
    for (const times of [1, 2, 3]) {
      handOut(source(), home());
      expect(await read("a.ipynb"), String(times)).to.equal("my work");
      expect(await read("a (new).ipynb")).to.equal("second a");
    }
    await write("a (new).ipynb", "work on the second");
    await give("a.ipynb", "third a");
    handOut(source(), home());
    expect(await read("a.ipynb")).to.equal("my work");
    expect(await read("a (new).ipynb")).to.equal("work on the second");
    expect(await read("a (new 2).ipynb")).to.equal("third a");
    expect(await readdir(home())).to.have.length(5); // with pictures and the record
  });

  it("gives a file that the student has deleted again", async () => {
    await rm(join(home(), "a.ipynb"));
    handOut(source(), home());
    expect(await read("a.ipynb")).to.equal("first a");
  });

  it("counts all as changed where the record is lost or damaged", async () => {
    for (const spoil of ["", "{", "[]", "null"]) {
      await cp(home(), join(folder, "other"), { recursive: true });
      await write(".handed-out.json", spoil);
      await give("a.ipynb", `a after ${spoil}`);
      handOut(source(), home());
      expect(await read("a.ipynb")).to.equal("first a");
    }
  });

  it("does not follow a student's link to elsewhere", async () => {
    const { symlink } = await import("node:fs/promises");
    await rm(join(home(), "a.ipynb"));
    await writeFile(join(folder, "precious"), "precious");
    await symlink(join(folder, "precious"), join(home(), "a.ipynb"));
    await give("a.ipynb", "second a");
    handOut(source(), home());
    expect(await readFile(join(folder, "precious"), "utf8")).to.equal("precious");
  });
});
