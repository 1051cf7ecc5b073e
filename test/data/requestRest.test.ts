import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { PartFile } from "../../lib/data/partFile.ts";
import { requestRest } from "../../lib/data/requestRest.ts";
import { openFiles } from "./openFiles.ts";

const url = "https://a.b/file";

/** Timers that keep the process alive. */
const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;

describe("a request for the rest of a file", () => {
  let directory: string;
  let part: PartFile;
  let told: [done: number, total?: number][];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "request-"));
    part = new PartFile(join(directory, "file"), url, "me");
    told = [];
  });
  afterEach(() => rm(directory, { recursive: true }));

  const request = (
    answer: (init: RequestInit) => Response | Promise<Response>,
    { silence = 60_000, signal = new AbortController().signal } = {},
  ) =>
    requestRest(url, part, {
      fetch: async (_, init = {}) => answer(init),
      signal,
      silence,
      onProgress: (done, total) => told.push([done, total]),
    }).then(String, String);

  const keep = async (bytes: readonly number[], version?: string) => {
    await writeFile(part.path, Uint8Array.from(bytes));
    if (version !== undefined) await part.setVersion(version);
  };
  const kept = async () => [...(await readFile(part.path).catch(() => []))];

  /** A body that is asked for one piece after the other. */
  const body = (pull: UnderlyingSource<Uint8Array>["pull"]) =>
    new ReadableStream<Uint8Array>({ pull }, { highWaterMark: 0 });

  /** A body in these pieces, after which the connection breaks if there is an error. */
  const bodyOf = (chunks: readonly (readonly number[])[], error?: Error) => {
    const rest = chunks.values();
    return body((controller) => {
      const { value, done } = rest.next();
      if (!done) controller.enqueue(Uint8Array.from(value));
      else if (error) controller.error(error);
      else controller.close();
    });
  };

  for (const [status, said] of [
    [200, "undefined"],
    [404, "Error: https://a.b/file answered 404 "],
  ] as const) {
    it(`leaves no timer and no connection when it has ended: it was answered ${status}`, async () => {
      let during = 0;
      let signal: AbortSignal | null | undefined;
      const ended = request((init) => {
        during = timers();
        ({ signal } = init);
        return new Response("bytes", { status });
      });
      expect(await ended).to.equal(said);
      expect(timers()).to.equal(during - 1);
      expect(signal?.aborted).to.equal(true);
      if (status === 200) expect(await readFile(part.path, "utf8")).to.equal("bytes");
    });
  }

  const HAS = [31, 139, 1, 2, 3, 4];
  const tag = (version: number, bytes?: number) => ({
    etag: `"${version}"`,
    ...(bytes && { "content-length": `${bytes}` }),
  });
  const range = (text: string) => ({ "content-range": `bytes ${text}` });
  const LATER = "it cannot go on at byte 6";
  const LOG_IN = " in place of the file: this network may ask for a log-in in the browser first";

  /** What is answered where six bytes of version "1" are kept; what is returned, and is there then. */
  const answers: Record<
    string,
    {
      readonly status: number;
      readonly headers?: HeadersInit;
      readonly chunks: readonly (readonly number[])[];
      /** Of what is kept. */
      readonly known?: string;
      readonly said: string;
      readonly has: readonly number[];
      readonly version: string;
    }
  > = {
    "the rest": {
      ...{ status: 206, headers: range("6-8/9"), chunks: [[5], [6, 7]] },
      ...{ said: "undefined", has: [...HAS, 5, 6, 7], version: '"1"' },
    },
    "the rest, too short": {
      ...{ status: 206, headers: range("6-8/9"), chunks: [[5]] },
      ...{ said: "it ended early", has: [...HAS, 5], version: '"1"' },
    },
    "another place": {
      ...{ status: 206, headers: range("5-8/9"), chunks: [[5, 6, 7, 8]] },
      ...{ said: LATER, has: HAS, version: "" },
    },
    "no place": { ...{ status: 206, chunks: [[5]] }, ...{ said: LATER, has: HAS, version: "" } },
    "that all is there": {
      ...{ status: 416, headers: range("*/6"), chunks: [] },
      ...{ said: "undefined", has: HAS, version: '"1"' },
    },
    "that there is no such byte": {
      ...{ status: 416, headers: range("*/5"), chunks: [] },
      ...{ said: LATER, has: HAS, version: "" },
    },
    "that there is some such byte not": {
      ...{ status: 416, chunks: [] },
      ...{ said: LATER, has: HAS, version: "" },
    },
    "a refusal": {
      ...{ status: 403, chunks: [] },
      ...{ said: "Error: https://a.b/file answered 403 ", has: HAS, version: '"1"' },
    },
    "another status that has a file": {
      ...{ status: 203, headers: tag(2), chunks: [[31, 139, 9]] },
      ...{ said: "Error: https://a.b/file answered 203 ", has: HAS, version: '"1"' },
    },
    "all of another version": {
      ...{ status: 200, headers: tag(2, 8), chunks: [[31], [139, 9], [8, 7, 6, 5, 4]] },
      ...{ said: "undefined", has: [31, 139, 9, 8, 7, 6, 5, 4], version: '"2"' },
    },
    "the beginning of another version": {
      ...{ status: 200, headers: tag(2, 8), chunks: [[31, 139], [9]] },
      ...{ said: "it ended early", has: [31, 139, 9], version: '"2"' },
    },
    "the beginning of another version, where it is not known of which the kept bytes are": {
      ...{ status: 200, headers: tag(2, 8), chunks: [[31, 139], [9]], known: "" },
      ...{ said: "it ended early", has: HAS, version: "" },
    },
    "the beginning of no version": {
      ...{ status: 200, headers: { "content-length": "8" }, chunks: [[31, 139], [9]] },
      ...{ said: "it ended early", has: HAS, version: '"1"' },
    },
    "the beginning of the same version": {
      ...{
        status: 200,
        headers: tag(1, 8),
        chunks: [
          [31, 139],
          [9, 8, 7, 6],
        ],
      },
      ...{ said: "it ended early", has: HAS, version: '"1"' },
    },
    "more of the same version": {
      ...{ status: 200, headers: tag(1, 9), chunks: [[31, 139, 9], [8, 7, 6], [5], [4]] },
      ...{ said: "it ended early", has: [31, 139, 9, 8, 7, 6, 5, 4], version: '"1"' },
    },
    "all of no version, which is shorter": {
      ...{
        status: 200,
        headers: { "content-length": "4" },
        chunks: [
          [31, 139],
          [9, 8],
        ],
      },
      ...{ said: "undefined", has: [31, 139, 9, 8], version: "" },
    },
    "something of no length, which is shorter": {
      ...{
        status: 200,
        chunks: [
          [31, 139],
          [9, 8],
        ],
      },
      ...{ said: "undefined", has: HAS, version: '"1"' },
    },
    "a page": {
      ...{ status: 200, headers: { "content-type": "text/HTML; charset=utf-8" }, chunks: [[60]] },
      said: `Error: ${url} answered with a page (text/HTML; charset=utf-8)${LOG_IN}`,
      ...{ has: HAS, version: '"1"' },
    },
    "a page in place of the rest": {
      status: 206,
      headers: { ...range("6-8/9"), "content-type": "text/html" },
      chunks: [[60, 61, 62]],
      said: `Error: ${url} answered with a page (text/html)${LOG_IN}`,
      ...{ has: HAS, version: '"1"' },
    },
    "the first byte of another version": {
      ...{ status: 200, headers: tag(2, 8), chunks: [[31]] },
      ...{ said: "it ended early", has: [31], version: '"2"' },
    },
    "what begins as none of the files": {
      ...{ status: 200, chunks: [[31], [60, 9]] },
      ...{ said: `Error: ${url} answered with something else${LOG_IN}`, has: HAS, version: '"1"' },
    },
    "what does not begin as the files": {
      ...{ status: 200, headers: { "content-type": "text/htmlx" }, chunks: [[60, 139]] },
      said: `Error: ${url} answered with something else (text/htmlx)${LOG_IN}`,
      ...{ has: HAS, version: '"1"' },
    },
  };
  for (const [what, answer] of Object.entries(answers)) {
    it(`takes or leaves what came when the answer is ${what}`, async () => {
      const { status, headers, chunks, known = '"1"', said, has, version } = answer;
      await keep(HAS, known);
      expect(await request(() => new Response(bodyOf(chunks), { status, headers }))).to.equal(said);
      expect(await kept()).to.deep.equal(has);
      expect(await part.version()).to.equal(version);
      expect(openFiles(directory)).to.deep.equal([]);
      expect(await readdir(directory)).to.have.members(["file.part-me", "file.part-me.json"]);
    });
  }

  it("takes nothing of a page in place of the file", async () => {
    const headers = { etag: '"1"', "content-type": "text/html" };
    expect(await request(() => new Response("?", { headers }))).to.equal(
      `Error: ${url} answered with a page (text/html)${LOG_IN}`,
    );
    expect(await readdir(directory)).to.deep.equal([]);
  });

  it("asks for what is missing of a version that is known, as it is", async () => {
    const as = { "accept-encoding": "identity" };
    const asked = async () => {
      let headers: RequestInit["headers"];
      await request((init) => {
        ({ headers } = init);
        return new Response(null, { status: 503 });
      });
      return headers;
    };
    expect(await asked()).to.deep.equal(as);
    await part.setVersion('"1"');
    expect(await asked()).to.deep.equal(as);
    await keep([31], "");
    expect(await asked()).to.deep.equal(as);
    await keep([31], '"1"');
    expect(await asked()).to.deep.equal({ ...as, range: "bytes=1-", "if-range": '"1"' });
    await keep(HAS, '"1"');
    expect(await asked()).to.deep.equal({ ...as, range: "bytes=6-", "if-range": '"1"' });
  });

  it("notes the version of what begins: a strong entity tag, else the date", async () => {
    const date = "Thu, 04 Jun 2009 20:46:00 GMT";
    for (const [headers, version] of [
      [{ etag: '"1"', "last-modified": date }, '"1"'],
      [{ etag: 'W/"1"', "last-modified": date }, date],
      [{ "last-modified": date }, date],
      [{ etag: 'W/"1"' }, ""],
      [{}, ""],
    ] as const) {
      await rm(part.path, { force: true });
      expect(await request(() => new Response("bytes", { headers }))).to.equal("undefined");
      expect(await part.version()).to.equal(version);
    }
  });

  it("tells how it comes on, never less than before", async () => {
    await keep(HAS, '"1"');
    const chunks = [[31, 139, 9], [8, 7, 6], [5]];
    await request(() => new Response(bodyOf(chunks), { headers: tag(2, 7) }));
    await request(() => new Response(bodyOf([[4]]), { status: 206, headers: range("7-7/8") }));
    await rm(part.path);
    await request(() => new Response(bodyOf([[31], [139]])));
    expect(told).to.deep.equal([
      ...[
        [6, 7],
        [6, 7],
        [7, 7],
      ],
      [8, 8],
      ...[
        [1, undefined],
        [2, undefined],
      ],
    ]);
  });

  it("waits anew for the next bytes when some have come", async () => {
    const { setTimeout: usual } = globalThis;
    let refreshed = 0;
    Reflect.set(globalThis, "setTimeout", (...args: Parameters<typeof usual>) => {
      const timer = usual(...args);
      const refresh = timer.refresh.bind(timer);
      timer.refresh = () => {
        refreshed++;
        return refresh();
      };
      return timer;
    });
    try {
      await request(() => new Response(bodyOf([[31], [139], [9]])));
    } finally {
      globalThis.setTimeout = usual;
    }
    expect(refreshed).to.equal(3);
  });

  it("gives up a server that says nothing", async () => {
    const never = ({ signal }: RequestInit) =>
      new Promise<Response>((_, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason));
      });
    expect(await request(never, { silence: 2 })).to.equal(
      "Error: a.b has sent nothing for 0.002 s",
    );
  });

  it("says why the connection broke, and throws what is no matter of it", async () => {
    const cause = Object.assign(new Error("closed"), { code: "ECONNRESET" });
    for (const [error, said] of [
      [new TypeError("failed", { cause }), "ECONNRESET"],
      [new TypeError("failed", { cause: new Error("closed") }), "closed"],
      [new TypeError("failed"), "TypeError: failed"],
      [new Error("failed", { cause }), "Error: failed"],
    ] as const) {
      expect(await request(() => Promise.reject(error))).to.equal(said);
    }
    const broken = bodyOf([[31, 139]], new TypeError("terminated", { cause }));
    expect(await request(() => new Response(broken))).to.equal("ECONNRESET");
    expect(await kept()).to.deep.equal([31, 139]);
  });

  it("says that it was to end, whatever broke by that", async () => {
    const interrupt = new AbortController();
    const said = request(
      () => {
        interrupt.abort(new Error("interrupted"));
        throw new TypeError("failed", { cause: new Error("closed") });
      },
      { signal: interrupt.signal },
    );
    expect(await said).to.equal("Error: interrupted");
  });

  it("does not mind that another removes what it has not kept", async () => {
    await keep(HAS, '"1"');
    const said = request(() => {
      let asked = 0;
      const removed = body(async (controller) => {
        if (asked++ === 0) return controller.enqueue(Uint8Array.of(31, 139));
        await rm(`${part.path}.anew`);
        controller.close();
      });
      return new Response(removed, { headers: { "content-length": "8" } });
    });
    expect(await said).to.equal("it ended early");
    expect(await kept()).to.deep.equal(HAS);
  });
});
