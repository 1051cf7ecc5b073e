import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
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
    await withRunLock(directory, async () => {
      for (let i = 0; i < 20; i++) expect(await seen()).to.deep.equal(["running.json"]);
    });
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
    ["another machine's, silent for less than a minute,", elsewhere, 59.999, false],
    ["another machine's, silent for a minute,", elsewhere, 60, true],
    ["cut off, silent for less than five seconds,", undefined, 4.999, false],
    ["cut off, silent for five seconds,", undefined, 5, true],
    ["that of a process that lives, however silent,", own, uptime() - 60, false],
    ["that of a process before this start of the machine", own, uptime() + 60, true],
    ["that of no process", { ...own, pid: 2 ** 22 + 1 }, 0, true],
  ] as const) {
    it(`${what} is ${isFree ? "free" : "held"}`, async () => {
      const { host = "a machine", pid = "unknown" } = holder ?? {};
      await writeFile(lock(), holder ? JSON.stringify(holder) : '{"ho');
      const second = Math.floor(Date.now() / 1000 - seconds); // whole ones stay as they are
      const then = new Date(1000 * second);
      await utimes(lock(), then, then);
      const { now } = Date;
      Date.now = () => then.getTime() + Math.round(1000 * seconds);
      const ended = await withRunLock(directory, async () => {
        expect(JSON.parse(await readFile(lock(), "utf8"))).to.deep.equal(own);
        return "free";
      })
        .catch(({ message }) => message)
        .finally(() => {
          Date.now = now;
        });
      expect(ended).to.equal(
        isFree
          ? "free"
          : `train: another run (process ${pid} on ${host}) uses the checkpoints in "${directory}"; ` +
              `wait for its end or name another directory. If there is none, delete "${lock()}"`,
      );
      expect(await readdir(directory)).to.deep.equal(isFree ? [] : ["running.json"]);
    });
  }

  it("shows that it lives every five seconds, to the end of the work alone", async () => {
    const { setInterval, clearInterval } = globalThis;
    const beats: [beat: () => void, pause: number][] = [];
    const cleared: unknown[] = [];
    Object.assign(globalThis, {
      setInterval: (...beat: [() => void, number]) => beats.push(beat),
      clearInterval: (timer: unknown) => cleared.push(timer),
    });
    try {
      await withRunLock(directory, async () => {
        expect(beats.map(([, pause]) => pause)).to.deep.equal([5000]);
        expect(cleared).to.deep.equal([]);
        await utimes(lock(), 1, 1);
        beats[0][0]();
        while ((await stat(lock())).mtimeMs === 1000);
        expect((await stat(lock())).mtimeMs).to.be.within(Date.now() - 60_000, Date.now() + 1);
      });
    } finally {
      Object.assign(globalThis, { setInterval, clearInterval });
    }
    expect(cleared).to.deep.equal([1]);
  });

  it("may be deleted meanwhile", async () => {
    expect(await withRunLock(directory, () => rm(lock()).then(() => 5))).to.equal(5);
  });

  it("says why it cannot be there, other than that it is", async () => {
    let long = directory;
    for (const name of ["d".repeat(200), "d".repeat(8)]) {
      const make = () =>
        mkdir(join(long, name)).then(
          () => true,
          () => false,
        );
      while (await make()) long = join(long, name);
    }
    const message = await withRunLock(long, async () => {}).catch(String);
    expect(message).to.include("cannot be opened (ENAMETOOLONG: name too long, open ");
  });
});
