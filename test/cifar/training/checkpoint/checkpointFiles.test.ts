import { setTimeout } from "node:timers/promises";
import { expect } from "chai";
import type { Folder } from "../../../../lib/cifar/files/folder.ts";
import { latestCheckpoint } from "../../../../lib/cifar/training/checkpoint/checkpointFiles.ts";

describe("the files of checkpoints", () => {
  it("are rid of what is not whole by the time that a run begins, on a slow disk, too", async () => {
    const names = new Set(["iteration-00000020.checkpoint.4711.part", "notes.txt"]);
    const folder: Folder = {
      path: "run",
      list: async () => [...names],
      read: async () => new Uint8Array(),
      async write() {},
      async remove(name) {
        await setTimeout(5);
        names.delete(name);
      },
    };
    expect(await latestCheckpoint(folder, expect.fail)).equal(undefined);
    expect([...names]).deep.equal(["notes.txt"]);
  });
});
