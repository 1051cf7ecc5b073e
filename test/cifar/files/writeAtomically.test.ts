import type { EventEmitter } from "node:events";
import { mkdir, mkdtemp, open, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { writeAtomically } from "../../../lib/cifar/files/writeAtomically.ts";

describe("a file that is written atomically", () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "atomic-"));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it("takes the place of the one before, and leaves nothing else", async () => {
    for (const content of ["before", Uint8Array.of(1, 2, 3)]) {
      await writeAtomically(join(directory, "file"), content);
      expect(await readdir(directory)).to.deep.equal(["file"]);
    }
    expect([...(await readFile(join(directory, "file")))]).to.deep.equal([1, 2, 3]);
  });

  it("is on the disk before it has its name, and closed", async () => {
    const probe = await open(join(directory, "probe"), "w");
    const files = Object.getPrototypeOf(probe);
    await probe.close();
    const { sync } = files;
    const done: string[] = [];
    files.sync = async function (this: EventEmitter) {
      this.on("close", () => done.push("close"));
      await sync.call(this);
      done.push("sync");
    };
    try {
      await writeAtomically(join(directory, "file"), "text");
    } finally {
      files.sync = sync;
    }
    expect(done).to.deep.equal(["sync", "close"]);
  });

  it("fails by the step that failed, and leaves nothing", async () => {
    const failure = (path: string) =>
      writeAtomically(path, "text").then(
        () => "none",
        ({ code, syscall }) => `${code} ${syscall}`,
      );
    expect(await failure(join(directory, "missing", "file"))).to.equal("ENOENT open");
    await mkdir(join(directory, "taken"));
    expect(await failure(join(directory, "taken"))).to.equal("EISDIR rename");
    expect(await readdir(directory)).to.deep.equal(["taken"]);
  });
});
