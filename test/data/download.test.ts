import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { download, isOffline } from "../../lib/data/download.ts";
import { CutOffError } from "../../lib/data/wrongFile.ts";
import { temporaryFolder } from "./miniature.ts";

describe("a download", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => rm(folder, { recursive: true }));

  const whole = [...Array(12).keys()];
  /** How a server answers: with so many further bytes before the connection breaks, or not at all. */
  type Answer = number | "ECONNREFUSED" | "ECONNRESET";

  const failing = (code: string) =>
    new TypeError("failed", { cause: Object.assign(new Error("failed"), { code }) });

  /** What the download says in the end, and how many requests it took. */
  const downloaded = async (
    answers: readonly Answer[],
    { pause = 1, before = () => {}, code = "ECONNRESET" } = {},
  ) => {
    let requests = 0;
    const said = await download("https://a.b/file", join(folder, "file"), {
      fetch: async (_, { headers } = {}) => {
        before();
        const answer = answers[requests++] ?? expect.fail("it was asked once more");
        if (typeof answer === "string") throw failing(answer);
        const start = Number(/\d+/.exec(new Headers(headers).get("range") ?? "0"));
        const end = start + answer;
        const chunks = [Uint8Array.from(whole.slice(start, end))].filter(
          ({ length }) => length > 0,
        );
        const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
          const chunk = chunks.pop();
          if (chunk) controller.enqueue(chunk);
          else if (end < whole.length) controller.error(failing(code));
          else controller.close();
        };
        const place = { "content-range": `bytes ${start}-11/12` };
        return new Response(new ReadableStream({ pull }, { highWaterMark: 0 }), {
          status: start > 0 ? 206 : 200,
          headers: { etag: '"1"', ...(start > 0 ? place : { "content-length": "12" }) },
        });
      },
      signal: new AbortController().signal,
      silence: 60_000,
      onProgress() {},
      check: async (path) => {
        const { length } = await readFile(path);
        if (length < whole.length) throw new CutOffError("ends too early");
      },
      wasBroken: false,
      pause,
    }).then(
      () => "it is there",
      (error: Error) => `${isOffline(error) ? "offline: " : ""}${error.message}`,
    );
    return [said, requests];
  };
  const breaking = (bytes: number, code = "ECONNRESET") =>
    `the connection to a.b keeps breaking (${code}), ${bytes} bytes came and are kept`;

  const cases: Record<string, readonly [answers: readonly Answer[], said: string]> = {
    "is whole at once": [[12], "it is there"],
    "breaks whenever it has brought something": [Array(12).fill(1), "it is there"],
    "breaks twice before it brings something": [[0, 0, 5, 0, 0, 7], "it is there"],
    "brings nothing three times": [[0, 0, 0], breaking(0)],
    "brings nothing three times after something": [[5, 0, 0, 0], breaking(5)],
    "begins without a connection": [
      ["ECONNREFUSED"],
      "offline: a.b could not be reached (ECONNREFUSED)",
    ],
    "loses the connection": [[5, ...Array(3).fill("ECONNREFUSED")], breaking(5, "ECONNREFUSED")],
    "finds it again": [[5, "ECONNREFUSED", "ECONNREFUSED", 7], "it is there"],
    "is reset at first": [["ECONNRESET", 12], "it is there"],
  };
  for (const [what, [answers, said]] of Object.entries(cases)) {
    it(`goes on, or ends, where it ${what}`, async () => {
      expect(await downloaded(answers)).to.deep.equal([said, answers.length]);
      if (said === "it is there") {
        expect(await readdir(folder)).to.deep.equal(["file"]);
        expect([...(await readFile(join(folder, "file")))]).to.deep.equal(whole);
      }
    });
  }

  it("is without a connection where an earlier one left something, too", async () => {
    await downloaded([5, 0, 0, 0]);
    expect(await downloaded(["ECONNREFUSED"])).to.deep.equal([
      "offline: a.b could not be reached (ECONNREFUSED)",
      1,
    ]);
  });

  it("had a connection where that broke in the midst, for whatever reason", async () => {
    expect(await downloaded([5, 7], { code: "ETIMEDOUT" })).to.deep.equal(["it is there", 2]);
  });

  it("makes a pause before it asks again", async () => {
    let isLater = true;
    const before = () => {
      expect(isLater).to.equal(true);
      isLater = false;
      setTimeout(() => {
        isLater = true;
      }, 30);
    };
    expect(await downloaded([5, 7], { before, pause: 60 })).to.deep.equal(["it is there", 2]);
  });
});
