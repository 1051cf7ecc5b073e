import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { MiniProject } from "./miniProject.ts";

const mount = (...args: string[]) => spawnSync("mount", args).status === 0;

describe("a project on a disk of its own (needs the right to mount one)", () => {
  let disk: string;
  let project: MiniProject;
  beforeEach(async function () {
    disk = await mkdtemp(path.join(tmpdir(), "disk-"));
    if (!mount("-t", "tmpfs", "-o", "size=2m", "tmpfs", disk)) {
      await rm(disk, { recursive: true });
      this.skip();
    }
    project = await MiniProject.make(disk);
  });
  afterEach(async () => {
    spawnSync("umount", [disk]);
    await rm(disk, { recursive: true, force: true });
  });

  const setUp = () => project.run("setup");

  it("says that a read-only one cannot be written, and recovers when it can", async () => {
    mount("-o", "remount,ro", disk);
    const { code, output } = await setUp();
    expect(code).to.equal(1);
    expect(output).to.include("folder cannot be written").and.include("Copy the project");
    mount("-o", "remount,rw", disk);
    expect((await setUp()).code).to.equal(0);
  });

  it("starts from a read-only one that has been set up before", async () => {
    await setUp();
    mount("-o", "remount,ro", disk);
    const { code, output } = await project.run("start");
    expect(code, output).to.equal(0);
  });

  it("says that a full one is full, whoever notices, and recovers when there is room", async () => {
    await project.python("python3", "3.11.7", { pip: "cat /dev/zero > filler" });
    for (const noticedBy of ["pip", "the lock"]) {
      const { code, output } = await setUp();
      expect(code, noticedBy).to.equal(1);
      expect(output).to.include("The disk is full").and.include("free some space");
    }
    await rm(project.path("filler"));
    await project.python("python3", "3.11.7");
    expect((await setUp()).code).to.equal(0);
  });
});
