import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect } from "chai";
import type { LoadOptions, Progress } from "lib/data";
import { loadDataset } from "../../lib/data/load.ts";
import { type FileServer, serveFile } from "./fileServer.ts";
import { type Miniature, makeMiniature, temporaryFolder } from "./miniature.ts";

const times = { pause: 1, silence: 20_000, heartbeat: 200, timeout: 4000 };

describe("downloading a dataset", () => {
  let cache: string;
  let miniature: Miniature;
  let server: FileServer;

  before(async () => {
    miniature = await makeMiniature();
  });

  beforeEach(async () => {
    cache = await temporaryFolder();
    server = await serveFile(miniature.archive);
  });

  afterEach(async () => {
    await server.close();
    await rm(cache, { recursive: true });
  });

  const load = (options: LoadOptions = {}) =>
    loadDataset(miniature.describe(server.address), { directory: "", cache, ...options }, times);

  const failure = async (options: LoadOptions = {}): Promise<string> =>
    load(options).then(
      () => expect.fail("it loaded"),
      (error) => error.message,
    );

  /** The last request asked for what was missing, and got it. */
  const expectTheRest = () => {
    const last = server.requests.at(-1);
    expect(startOf(last)).to.be.above(0);
    expect(last?.sent).to.equal(miniature.archive.length - startOf(last));
  };

  /** The last request asked for what was missing, and got all. */
  const expectFromTheStart = () => {
    const last = server.requests.at(-1);
    expect(startOf(last)).to.be.above(0);
    expect(last?.sent).to.equal(miniature.archive.length);
  };

  /** What has come so far. */
  const partPath = async (): Promise<string> => {
    const parts = (await readdir(cache)).filter((name) => /\.part-[^.]*$/.test(name));
    expect(parts).to.have.length(1);
    return join(cache, parts[0]);
  };

  const partReaches = async (size: number): Promise<boolean> =>
    partPath()
      .then(stat)
      .then(
        (found) => found.size >= size,
        () => false,
      );

  it("fills the cache, and then needs no server", async () => {
    const { train } = await load();
    expect(train.labels).to.have.length(30);
    expect(train.source).to.deep.equal({
      synthetic: false,
      description: `CIFAR-10, from ${cache}.`,
      name: "CIFAR-10 (real)",
    });
    expect(await readdir(cache)).to.deep.equal([miniature.name]);
    await load();
    expect(server.requests).to.have.length(1);
  });

  it("tells how it comes on", async () => {
    const told: Progress[] = [];
    await load({ onProgress: (progress) => told.push(progress) });
    const total = miniature.archive.length;
    expect(told.at(-1)).to.deep.equal({
      what: `Downloading ${miniature.name}`,
      done: total,
      total,
    });
  });

  it("goes on by itself where the connection broke, as often as it brings something", async () => {
    server.breaks.push(40000, 20000, 20000, 20000, 20000);
    await load();
    expect(server.requests[0].range).to.equal(undefined);
    const starts = server.requests.slice(1).map(startOf);
    expect(starts).to.have.length(5);
    expect(starts).to.deep.equal([...new Set(starts)].sort((a, b) => a - b));
    expectTheRest();
  });

  it("goes on where an earlier attempt gave up", async () => {
    server.breaks.push(50000, 0, 0, 0);
    const message = await failure();
    expect(message).to.contain("keeps breaking");
    const { size } = await stat(await partPath());
    expect(message).to.contain(`${size} bytes came and are kept`);
    await load();
    expect(startOf(server.requests.at(-1))).to.equal(size);
    expectTheRest();
    expect(await readdir(cache)).to.deep.equal([miniature.name]);
  });

  it("knows that a download which was not yet checked is whole", async () => {
    server.breaks.push(50000, 0, 0, 0);
    await failure();
    await writeFile(await partPath(), miniature.archive);
    await load();
    expect(server.requests.at(-1)).to.deep.equal({
      range: `bytes=${miniature.archive.length}-`,
      sent: 0,
    });
  });

  it("starts anew if the server has another version by now", async () => {
    server.content = Buffer.alloc(100000, "old");
    server.headers = { etag: '"0"' };
    server.breaks.push(50000, 0, 0, 0);
    await failure();
    server.content = miniature.archive;
    server.headers = { etag: '"1"' };
    await load();
    expectFromTheStart();
  });

  it("goes by the date if the entity tag is weak", async () => {
    server.headers = { etag: 'W/"1"', "last-modified": "Thu, 04 Jun 2009 20:46:00 GMT" };
    server.breaks.push(50000);
    await load();
    expectTheRest();
  });

  it("starts anew if the server names no version", async () => {
    server.headers = {};
    server.breaks.push(50000);
    await load();
    expect(server.requests.map(startOf)).to.deep.equal([0, 0]);
  });

  it("starts anew if the server cannot begin in the middle", async () => {
    server.ranges = false;
    server.breaks.push(50000);
    await load();
    expectFromTheStart();
  });

  it("says what a server answered that refuses, and what to do", async () => {
    for (const [status, text] of [
      [404, "Not Found"],
      [500, "Internal Server Error"],
    ] as const) {
      server.status = status;
      expect(await failure()).to.equal(
        `${miniature.name} could not be downloaded: ${server.address}/${miniature.name} answered ${status} ${text}. To go on, ` +
          `run this again, or put the file from ${server.address}/${miniature.name} into a folder and set the environment ` +
          "variable CNN_DATA_DIR to its path.",
      );
    }
    expect(server.requests).to.have.length(2);
    expect(await readdir(cache)).to.deep.equal([]);
  });

  it("keeps nothing whose sum is wrong", async () => {
    const spoilt = await makeMiniature((files) => files.get("data_batch_4.bin")?.fill(3, 5, 6));
    server.content = spoilt.archive;
    expect(await failure()).to.contain("data_batch_4.bin has the sha256");
    expect(await readdir(cache)).to.deep.equal([]);
    server.content = miniature.archive;
    await load();
  });

  it("keeps nothing that is no archive", async () => {
    server.content = Buffer.from("<html>Please log in</html>");
    expect(await failure()).to.contain("could not be downloaded");
    expect(await readdir(cache)).to.deep.equal([]);
  });

  describe("keeps what came when the next answer is", () => {
    const page = "<html>Please log in</html>";
    const html = { "content-type": "text/html" };
    const half = (rest: Buffer) => rest.subarray(0, rest.length / 2);
    const range = (start: number, rest: Buffer, total = start + rest.length) => ({
      "content-range": `bytes ${start}-${start + rest.length - 1}/${total}`,
    });
    /** The whole file, of a server that cannot begin in the middle, cut off. */
    const cut = (headers: object) => (response: ServerResponse) =>
      response.writeHead(200, { connection: "close", ...headers }).end(half(miniature.archive));

    const refused: Record<string, [FileServer["odd"][0], string]> = {
      "a page": [(response) => response.writeHead(200, html).end(page), "a page (text/html)"],
      "text that is called nothing": [
        (response) => response.writeHead(200).end(page),
        "something else",
      ],
      "a way to a log-in": [
        (response) => {
          server.odd.push((next) => next.writeHead(200, html).end(page));
          response.writeHead(302, { location: `${server.address}/login` }).end();
        },
        `a page (text/html) from ${"127.0.0.1"}`,
      ],
      "a page in place of the rest": [
        (response, rest, start) =>
          response.writeHead(206, { ...html, ...range(start, rest) }).end(page),
        "a page (text/html)",
      ],
      "that a log-in is needed": [(response) => response.writeHead(511).end(page), "answered 511"],
      "that it must not be had": [(response) => response.writeHead(403).end(page), "answered 403"],
    };
    for (const [what, [answer, message]] of Object.entries(refused)) {
      it(`${what}, and says so`, async () => {
        await begin();
        server.odd.push(answer);
        expect(await failure()).to.contain(message);
        await expectAllKept();
      });
    }

    const broken: Record<string, FileServer["odd"][0]> = {
      "the rest, too short": (response, rest, start) =>
        response.writeHead(206, range(start, rest)).end(half(rest)),
      "the whole file of the same version, cut off": cut({ etag: '"1"' }),
      "the whole file of no version, cut off": cut({}),
      "another place": (response, rest, start) =>
        response.writeHead(206, range(start - 10, rest)).end(rest),
      "that there is no such byte": (response) =>
        response.writeHead(416, { "content-range": "bytes */7" }).end(),
      nothing: (response) => response.destroy(),
      "an empty file": (response) => response.writeHead(200).end(),
    };
    for (const [what, answer] of Object.entries(broken)) {
      it(`${what}, and goes on by itself`, async () => {
        await begin();
        server.odd.push(async (response, rest, start) => {
          answer(response, rest, start);
          server.odd.push((next) => next.writeHead(503).end()); // a moment to look
        });
        expect(await failure()).to.contain("answered 503");
        await expectAllKept();
      });
    }

    it("the whole file of another version, until its first bytes are seen", async () => {
      await begin();
      server.headers = { etag: '"2"' };
      server.odd.push((response) => response.writeHead(200, { etag: '"2"' }).end(page));
      expect(await failure()).to.contain("something else");
      await expectAllKept();
    });

    const begin = async () => {
      server.breaks.push(50000, 0, 0, 0);
      await failure();
      expect((await stat(await partPath())).size).to.equal(50000);
    };

    const expectAllKept = async () => {
      const kept = await readFile(await partPath());
      expect(kept.length).to.be.at.least(50000);
      expect(kept.equals(miniature.archive.subarray(0, kept.length))).to.equal(true);
      await load();
      expect(await readdir(cache)).to.deep.equal([miniature.name]);
    };
  });

  it("gives a silent server up, with what came", async () => {
    for (const stall of [0, 50000]) {
      server.stall = stall;
      const silence = { ...times, silence: 300 };
      const { host } = new URL(server.address);
      const { describe } = miniature;
      const loading = loadDataset(describe(server.address), { directory: "", cache }, silence);
      const message = await loading.catch((error) => error.message);
      expect(message).to.contain(`${host} has sent nothing for 0.3 s`);
    }
    expect((await stat(await partPath())).size).to.equal(50000);
    server.goOn();
    await load();
    expectTheRest();
  });

  it("asks the next mirror where one does not give the file, and blames the first", async () => {
    const mirror = await serveFile(miniature.archive);
    const fromBoth = () =>
      loadDataset(
        miniature.describe(server.address, mirror.address),
        { directory: "", cache },
        times,
      );
    try {
      server.status = mirror.status = 404;
      const message = await fromBoth().catch((error) => error.message);
      expect(message).to.contain(`${server.address}/${miniature.name} answered 404`);
      mirror.status = 200;
      expect((await fromBoth()).train.source.synthetic).to.equal(false);
    } finally {
      await mirror.close();
    }
  });

  it("tells of the first mirror that was there, or that none can be reached", async () => {
    const said = (...answers: ("none" | 403 | 404)[]) =>
      loadDataset(
        miniature.describe(...answers.map((_, i) => `https://mirror${i}`)),
        {
          ...{ directory: "", cache },
          fetch: async (url) => {
            const answer = answers[Number(/\d/.exec(String(url)))];
            if (answer !== "none") return new Response("no", { status: answer });
            const cause = Object.assign(new Error("failed"), { code: "ENOTFOUND" });
            throw new TypeError("failed", { cause });
          },
        },
        times,
      ).then(
        ({ train }) => train.source.description,
        (error: Error) => error.message,
      );
    expect(await said(404, 403)).to.contain("mirror0/cifar-10-binary.tar.gz answered 404");
    expect(await said(404, "none")).to.contain("mirror0/cifar-10-binary.tar.gz answered 404");
    expect(await said("none", 404)).to.contain("mirror1/cifar-10-binary.tar.gz answered 404");
    expect(await said("none", "none")).to.contain("because mirror0 could not be reached");
  });

  it("makes the cache where there is none", async () => {
    const deep = join(cache, "new", "deep");
    expect((await load({ cache: deep })).train.labels).to.have.length(30);
    expect(await readdir(deep)).to.deep.equal([miniature.name]);
  });

  describe("asks no other mirror", () => {
    /** What is said of a download from two mirrors; the second must not be asked. */
    const fromFirst = async (options: LoadOptions): Promise<string> => {
      const asked: string[] = [];
      const dataset = miniature.describe(server.address, "http://127.0.0.1:9");
      const counted: typeof fetch = (url, init) => {
        asked.push(String(url));
        return fetch(url, init);
      };
      const given = { directory: "", cache, fetch: counted, ...options };
      const message = await loadDataset(dataset, given, times).catch((error) => error.message);
      expect(asked).to.deep.equal([`${server.address}/${miniature.name}`]);
      return message;
    };

    it("after an interrupt", async () => {
      const onProgress = () => process.emit("SIGINT");
      expect(await fromFirst({ onProgress })).to.contain("interrupted, what came is kept");
    });

    for (const [codes, said] of [
      [["ENOSPC", "EDQUOT"], () => `no space is left in ${cache}. To go on, free 170 MB, or put`],
      [
        ["EACCES", "EPERM", "EROFS", "ENOENT", "ENOTDIR", "EEXIST"],
        (code: string) =>
          `${cache} cannot be written (${code}). To go on, make it writable, or put`,
      ],
      [["EIO"], () => "the disk is broken. To go on, run this again, or put"],
    ] as const) {
      for (const code of codes) {
        it(`where the disk fails with ${code}`, async () => {
          const onProgress = () => {
            throw Object.assign(new Error("the disk is broken"), { code });
          };
          expect(await fromFirst({ onProgress })).to.contain(
            `${miniature.name} could not be downloaded: ${said(code)}`,
          );
        });
      }
    }
  });

  it("draws a stand-in where there is no connection, and says so", async () => {
    const { address } = server;
    await server.close();
    const { train, validation, test } = await load();
    expect([train, validation, test].map(({ labels }) => labels.length)).to.deep.equal([30, 10, 8]);
    expect(train.classes).to.include("triangle");
    expect(train.source.synthetic).to.equal(true);
    expect(train.source.description).to.contain(
      `These images are not CIFAR-10: the program drew them, because ${new URL(address).host} could not be reached (ECONNREFUSED).`,
    );
    server = await serveFile(miniature.archive);
  });

  it("ends at an interrupt, and goes on later", async () => {
    server.stall = 50000;
    const listeners = process.listenerCount("SIGINT");
    const loading = failure();
    while (!(await partReaches(50000))) await setTimeout(20);
    process.emit("SIGINT");
    expect(await loading).to.contain("interrupted, what came is kept");
    expect(process.listenerCount("SIGINT")).to.equal(listeners);
    server.stall = Number.POSITIVE_INFINITY;
    await load();
    expect(server.requests.at(-1)?.range).to.equal("bytes=50000-");
  });

  describe("in several processes", () => {
    const children: ChildProcess[] = [];
    const start = () => {
      const child = fork(new URL("loadInChild.ts", import.meta.url), [server.address, cache], {
        execArgv: ["--import", "tsx"],
      });
      children.push(child);
      return child;
    };

    afterEach(() => {
      for (const child of children.splice(0)) child.kill("SIGKILL");
    });

    /** What a child loaded; rejected if it ends without a word. */
    const answerOf = async (child: ChildProcess): Promise<string> => {
      const silent = once(child, "close").then(([code, signal]) => {
        throw new Error(`the child ended (${code ?? signal}) before it told what it loaded`);
      });
      return (await Promise.race([once(child, "message"), silent]))[0];
    };

    it("downloads once, and the other waits", async () => {
      server.breaks.push(50000);
      const two = [start(), start()];
      expect(await Promise.all(two.map(answerOf))).to.deep.equal(["30 10 8", "30 10 8"]);
      expect(server.requests).to.have.length(2);
      expectTheRest();
      expect(await readdir(cache)).to.deep.equal([miniature.name]);
    });

    it("is not disturbed by one that was suspended and wakes up", async () => {
      server.stall = 50000;
      const child = start();
      const answer = answerOf(child);
      while (!(await partReaches(50000))) await setTimeout(20);
      child.kill("SIGSTOP");
      const told = new Set<string>();
      const loading = load({ onProgress: ({ what }) => told.add(what) });
      while (server.requests.length < 2) await setTimeout(20);
      child.kill("SIGCONT");
      server.goOn();
      expect((await loading).train.labels).to.have.length(30);
      expect([...told]).to.have.length(2);
      expect(await answer).to.equal("30 10 8");
      expect(await readdir(cache)).to.deep.equal([miniature.name]);
    });

    it("goes on after one that was killed", async () => {
      server.stall = 50000;
      const child = start();
      while (!(await partReaches(50000))) await setTimeout(20);
      child.kill("SIGKILL");
      await once(child, "exit");
      expect(await readdir(cache))
        .to.include(`${miniature.name}.lock`)
        .and.not.include(miniature.name);
      server.stall = Number.POSITIVE_INFINITY;
      const told: Progress[] = [];
      await load({ onProgress: (progress) => told.push(progress) });
      expect(told[0]).to.deep.equal({
        what: `Waiting for another program to download ${miniature.name}`,
        ...{ done: 0, total: undefined },
      });
      expect(new Set(told.slice(1).map(({ what }) => what))).to.deep.equal(
        new Set([`Downloading ${miniature.name}`]),
      );
      expect(server.requests.at(-1)?.range).to.equal("bytes=50000-");
      expect(await readdir(cache)).to.deep.equal([miniature.name]);
    });
  });
});

/** The byte at which a request begins. */
function startOf(request: { range: string | undefined } | undefined): number {
  return Number(/^bytes=(\d+)-$/.exec(request?.range ?? "")?.[1] ?? 0);
}
