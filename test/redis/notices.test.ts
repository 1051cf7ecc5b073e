import { expect } from "chai";
import { troubleNotice, workersNotice } from "../../lib/redis/notices.ts";

describe("what a search says of its workers", () => {
  const server = "host:6379";
  /** Of workers that have this code, at hosts a, b and so on. */
  const of = (codes: readonly string[], isEarly = false) => {
    const workers = codes.map((code, i) => ({ id: `${i}`, host: "abc"[i], code, trials: 1 }));
    return workersNotice(workers, { code: "mine", server, isEarly });
  };
  const REMEDY = "bring this commit there and run npm run build";

  it("is how to start one where none is, once it may be said", () => {
    expect(of([])).to.equal(
      `no worker is at ${server}; start one with: npm run worker -- redis://…@${server}`,
    );
    expect(of([], true)).to.equal(undefined);
    expect(of(["mine"])).to.equal(undefined);
    expect(of(["mine"], true)).to.equal(undefined);
  });

  it("names those that have other code, beside others at once", () => {
    const one = `1 worker has other code and gets no trial (b): ${REMEDY}`;
    expect(of(["mine", "other"])).to.equal(one);
    expect(of(["mine", "other"], true)).to.equal(one);
    const both = `2 workers have other code and get no trial (a, b): ${REMEDY}`;
    expect(of(["other", "another"])).to.equal(`no worker is at ${server}; ${both}`);
    expect(of(["other"], true)).to.equal(undefined);
  });

  it("is that Redis does not answer, or what it says", () => {
    const notice = (message: string, isAway = false) =>
      troubleNotice(new Error(message), { server, isAway });
    const silent = `Redis at ${server} does not answer; the search waits for it`;
    expect(notice("READONLY", true)).to.equal(silent);
    const unsent = "Stream isn't writeable and enableOfflineQueue options is false"; // ioredis, just after a loss
    for (const message of ["Command timed out", "Connection is closed.", unsent]) {
      expect(notice(message)).to.equal(silent);
    }
    expect(notice("READONLY")).to.equal(`Redis at ${server} says: READONLY`);
  });
});
