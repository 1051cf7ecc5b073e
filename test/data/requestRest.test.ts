import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { PartFile } from "../../lib/data/partFile.ts";
import { requestRest } from "../../lib/data/requestRest.ts";

/** Timers that keep the process alive. */
const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;

describe("a request that has ended", () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "request-"));
  });
  afterEach(() => rm(directory, { recursive: true }));

  for (const [status, said] of [
    [200, "undefined"],
    [404, "Error: https://a.b/file answered 404 "],
  ] as const) {
    it(`leaves no timer that waits for its bytes: it was answered ${status}`, async () => {
      const part = new PartFile(join(directory, "file"), "https://a.b/file", "me");
      let during = 0;
      const request = requestRest("https://a.b/file", part, {
        fetch: async () => {
          during = timers();
          return new Response("bytes", { status });
        },
        signal: new AbortController().signal,
        silence: 60_000,
        onProgress() {},
      });
      expect(await request.then(String, String)).to.equal(said);
      expect(timers()).to.equal(during - 1);
      if (status === 200) expect(await readFile(part.path, "utf8")).to.equal("bytes");
    });
  }
});
