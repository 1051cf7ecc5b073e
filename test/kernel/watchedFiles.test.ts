import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import ts from "typescript-api";
import { WatchedFiles } from "../../kernel/translator/watchedFiles.ts";

describe("the files that the kernel watches", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "watched-"));
  });
  after(() => rm(folder, { recursive: true }));

  /** Watches a file that was written long ago, and notes what TypeScript is told. */
  async function watched(name: string) {
    const file = path.join(folder, name);
    const write = async (second: number) => {
      await writeFile(file, "");
      await utimes(file, second, second);
    };
    await write(1);
    const files = new WatchedFiles();
    const told: string[] = [];
    const watcher = files.watch(file, (_, kind) => told.push(ts.FileWatcherEventKind[kind]));
    const tell = (isVisible = true) => {
      files.refresh(() => isVisible);
      return told.splice(0);
    };
    return { file, write, tell, watcher };
  }

  it("are told of when they change, go and come back, once each", async () => {
    const { file, write, tell } = await watched("a.ts");
    expect(tell()).to.deep.equal([]);
    await write(2);
    expect(tell()).to.deep.equal(["Changed"]);
    expect(tell()).to.deep.equal([]);
    await rm(file);
    expect(tell()).to.deep.equal(["Deleted"]);
    expect(tell()).to.deep.equal([]);
    await write(3);
    expect(tell()).to.deep.equal(["Changed"]);
  });

  it("are told of as soon as they are to be seen, and no longer than they are watched", async () => {
    const { write, tell, watcher } = await watched("b.ts");
    await write(2);
    expect(tell(false)).to.deep.equal([]);
    expect(tell()).to.deep.equal(["Changed"]);
    await write(3);
    watcher.close();
    expect(tell()).to.deep.equal([]);
  });

  it("are none of installed packages, and those that changed since the last cell began are", async () => {
    const files = new WatchedFiles();
    const told: string[] = [];
    const file = path.join(folder, "new.ts");
    const installed = path.join(folder, "node_modules/p/index.d.ts");
    await mkdir(path.dirname(installed), { recursive: true });
    for (const each of [file, installed]) {
      await writeFile(each, "");
      await utimes(each, 1e10, 1e10);
      files.watch(each, (name) => told.push(name));
    }
    files.refresh(() => true);
    expect(told).to.deep.equal([file]);
  });

  it("are told of once they are there, and of nothing before", async () => {
    const file = path.join(folder, "later.ts");
    const files = new WatchedFiles();
    const told: string[] = [];
    files.watch(file, (_, kind) => told.push(ts.FileWatcherEventKind[kind]));
    files.refresh(() => true);
    expect(told).to.deep.equal([]);
    await writeFile(file, "");
    files.refresh(() => true);
    expect(told).to.deep.equal(["Changed"]);
  });

  it("are not told of for what they were before the last cell began", async () => {
    const { now } = Date;
    const file = path.join(folder, "before.ts");
    await writeFile(file, "");
    await utimes(file, 15, 15);
    const told: string[] = [];
    try {
      Date.now = () => 10_000;
      const files = new WatchedFiles();
      Date.now = () => 20_000;
      files.refresh(() => true);
      files.watch(file, (name) => told.push(name));
      files.refresh(() => true);
    } finally {
      Date.now = now;
    }
    expect(told).to.deep.equal([]);
  });
});
