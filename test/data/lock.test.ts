import { once } from "node:events";
import fs, { readdir, rm, writeFile } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect } from "chai";
import { type Lock, withLock } from "../../lib/data/lock.ts";
import { temporaryFolder } from "./miniature.ts";
import { openFiles } from "./openFiles.ts";

describe("a lock", () => {
  let folder: string;
  let waits: number;

  beforeEach(async () => {
    folder = await temporaryFolder();
    waits = 0;
  });

  afterEach(() => rm(folder, { recursive: true }));

  const locked = <T>(
    work: (lock: Lock) => Promise<T>,
    signal = new AbortController().signal,
    { name = "lock", timeout = 400 } = {},
  ): Promise<T> =>
    withLock(join(folder, name), work, {
      heartbeat: 20,
      timeout,
      signal,
      onWait: () => waits++,
    });

  it("lets one in at a time, and is gone when all are done", async () => {
    let inside = 0;
    const visits = Array.from({ length: 8 }, (_, i) =>
      locked(async () => {
        expect(++inside).to.equal(1);
        await setTimeout(20);
        inside--;
        return i;
      }),
    );
    expect(await Promise.all(visits)).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(waits).to.equal(7);
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it("is released when the work fails", async () => {
    const failing = locked(() => Promise.reject(new Error("no")));
    expect(await failing.catch((error) => error.message)).to.equal("no");
    expect(await locked(async () => "next")).to.equal("next");
  });

  it("is kept by one that lives, however long it takes", async () => {
    const order: string[] = [];
    const first = locked(async () => {
      await setTimeout(1200);
      order.push("first");
    });
    const second = locked(async () => order.push("second"));
    await Promise.all([first, second]);
    expect(order).to.deep.equal(["first", "second"]);
  });

  it("is taken from one that is dead", async () => {
    expect(await locked(async ({ wasBroken }) => wasBroken)).to.equal(false);
    await writeFile(join(folder, "lock"), "");
    expect(await locked(async ({ wasBroken }) => wasBroken)).to.equal(true);
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it("may be gone already when it is removed", async () => {
    const { rm } = fs;
    try {
      Object.assign(fs, {
        rm: async (...[path, options]: Parameters<typeof rm>) => {
          await rm(path);
          await rm(path, options);
        },
      });
      syncBuiltinESMExports();
      await writeFile(join(folder, "lock"), "");
      expect(await locked(async () => "mine")).to.equal("mine");
    } finally {
      Object.assign(fs, { rm });
      syncBuiltinESMExports();
    }
  });

  it("leaves no timer and no open file behind", async () => {
    const timers = () =>
      process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
    await writeFile(join(folder, "lock"), "");
    const during = await locked(async () => timers());
    expect(timers()).to.equal(during - 1);
    expect(openFiles(folder)).to.deep.equal([]);
  });

  it("says that it cannot be made", async () => {
    const failing = locked(async () => "mine", undefined, { name: join("none", "lock") });
    expect(await failing.catch((error) => error.code)).to.equal("ENOENT");
  });

  it("tells one that has lost it, whose work begins again when it is free", async () => {
    const reasons: string[] = [];
    const again = locked(async ({ signal }) => {
      if (reasons.length > 0) return "again";
      await writeFile(join(folder, "lock"), "another's");
      await once(signal, "abort");
      reasons.push(signal.reason.message);
      await rm(join(folder, "lock"));
      throw signal.reason;
    });
    expect(await again).to.equal("again");
    expect(reasons).to.deep.equal(["another program goes on with it"]);
  });

  it("ends at an interrupt as that says, even if another has taken it", async () => {
    for (const another of [false, true]) {
      const interrupt = new AbortController();
      const work = async () => {
        if (another) await rm(join(folder, "lock"));
        interrupt.abort(new Error("interrupted"));
        throw new Error("no");
      };
      const ending = locked(work, interrupt.signal);
      expect(await ending.catch((error) => error.message)).to.equal("interrupted");
    }
  });

  it("is not taken before the time is over", async () => {
    await writeFile(join(folder, "lock"), "");
    const interrupt = new AbortController();
    const waiting = locked(async () => "mine", interrupt.signal, { timeout: 1e9 });
    await setTimeout(150);
    interrupt.abort(new Error("interrupted"));
    expect(await waiting.catch((error) => error.message)).to.equal("interrupted");
    expect(waits).to.equal(1);
  });

  it("stops waiting at an interrupt", async () => {
    await writeFile(join(folder, "lock"), "");
    const interrupt = new AbortController();
    const waiting = locked(async () => "mine", interrupt.signal);
    interrupt.abort(new Error("interrupted"));
    expect(await waiting.catch((error) => error.message)).to.equal("interrupted");
    expect(await readdir(folder)).to.deep.equal(["lock"]);
  });
});
