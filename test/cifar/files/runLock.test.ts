import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir, uptime } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { withRunLock } from "../../../lib/cifar/files/runLock.ts";

describe("the lock of a run", () => {
  let directory: string;
  const lock = () => join(directory, "running.json");
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "lock-"));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it("is there while the work goes on, and gone when it has ended or failed", async () => {
    const seen = () => readdir(directory);
    expect(await withRunLock(directory, seen)).to.deep.equal(["running.json"]);
    expect(await seen()).to.deep.equal([]);
    const failing = withRunLock(directory, () => Promise.reject(new Error("no")));
    expect(await failing.catch(({ message }) => message)).to.equal("no");
    expect(await seen()).to.deep.equal([]);
  });

  it("makes the directory, and says when it cannot be made", async () => {
    const within = join(directory, "a", "b");
    await withRunLock(within, async () => {});
    await writeFile(join(directory, "file"), "");
    const refused = withRunLock(join(directory, "file", "b"), async () => {});
    expect(await refused.catch(({ message }) => message)).to.include(join(directory, "file", "b"));
  });

  const elsewhere = { host: "elsewhere", pid: process.pid };
  const own = { host: hostname(), pid: process.pid };
  for (const [what, holder, seconds, isFree] of [
    ["another machine's, silent for 50 s,", elsewhere, 50, false],
    ["another machine's, silent for 70 s,", elsewhere, 70, true],
    ["cut off, silent for 3 s,", undefined, 3, false],
    ["cut off, silent for 8 s,", undefined, 8, true],
    ["that of a process that lives, however silent,", own, uptime() - 60, false],
    ["that of a process before this start of the machine", own, uptime() + 60, true],
    ["that of no process", { ...own, pid: 2 ** 22 + 1 }, 0, true],
  ] as const) {
    it(`${what} is ${isFree ? "free" : "held"}`, async () => {
      const { host = "a machine", pid = "unknown" } = holder ?? {};
      await writeFile(lock(), holder ? JSON.stringify(holder) : '{"ho');
      const then = new Date(Date.now() - 1000 * seconds);
      await utimes(lock(), then, then);
      const ended = await withRunLock(directory, async () => "free").catch(
        ({ message }) => message,
      );
      expect(ended).to.equal(
        isFree
          ? "free"
          : `train: another run (process ${pid} on ${host}) uses the checkpoints in "${directory}"; ` +
              `wait for its end or name another directory. If there is none, delete "${lock()}"`,
      );
      expect(await readdir(directory)).to.deep.equal(isFree ? [] : ["running.json"]);
    });
  }
});
