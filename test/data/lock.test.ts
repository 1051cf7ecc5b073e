import { once } from "node:events";
import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect } from "chai";
import { type Lock, withLock } from "../../lib/data/lock.ts";
import { temporaryFolder } from "./miniature.ts";

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
  ): Promise<T> =>
    withLock(join(folder, "lock"), work, {
      heartbeat: 20,
      timeout: 400,
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
    await writeFile(join(folder, "lock"), "");
    expect(await locked(async () => "mine")).to.equal("mine");
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

  it("stops waiting at an interrupt", async () => {
    await writeFile(join(folder, "lock"), "");
    const interrupt = new AbortController();
    const waiting = locked(async () => "mine", interrupt.signal);
    interrupt.abort(new Error("interrupted"));
    expect(await waiting.catch((error) => error.message)).to.equal("interrupted");
    expect(await readdir(folder)).to.deep.equal(["lock"]);
  });
});
