import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect } from "chai";
import type { LoadOptions, Progress } from "lib/data";
import { loadDataset } from "../../lib/data/load.ts";
import { type FileServer, serveFile } from "./fileServer.ts";
import { type Miniature, makeMiniature, temporaryFolder } from "./miniature.ts";

const times = { pause: 1, beat: 200, patience: 2000 };

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

  const part = () => join(cache, `${miniature.name}.part`);

  it("fills the cache, and then needs no server", async () => {
    const { train } = await load();
    expect(train.labels).to.have.length(30);
    expect(train.source).to.deep.equal({
      synthetic: false,
      description: `CIFAR-10, from ${cache}.`,
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
    const { size } = await stat(part());
    expect(message).to.contain(`${size} bytes came and are kept`);
    await load();
    expect(startOf(server.requests.at(-1))).to.equal(size);
    expectTheRest();
    expect(await readdir(cache)).to.deep.equal([miniature.name]);
  });

  it("knows that a download which was not yet checked is whole", async () => {
    server.breaks.push(50000, 0, 0, 0);
    await failure();
    await writeFile(part(), miniature.archive);
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
    while (!(await sizeReaches(part(), 50000))) await setTimeout(20);
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

    it("downloads once, and the other waits", async () => {
      server.breaks.push(50000);
      const two = [start(), start()];
      const answers = await Promise.all(two.map((child) => once(child, "message")));
      expect(answers.map(([answer]) => answer)).to.deep.equal(["30 10 8", "30 10 8"]);
      expect(server.requests).to.have.length(2);
      expectTheRest();
      expect(await readdir(cache)).to.deep.equal([miniature.name]);
    });

    it("goes on after one that was killed", async () => {
      server.stall = 50000;
      const child = start();
      while (!(await sizeReaches(part(), 50000))) await setTimeout(20);
      child.kill("SIGKILL");
      await once(child, "exit");
      expect(await readdir(cache))
        .to.include(`${miniature.name}.lock`)
        .and.not.include(miniature.name);
      server.stall = Number.POSITIVE_INFINITY;
      const told = new Set<string>();
      await load({ onProgress: ({ what }) => told.add(what) });
      expect([...told]).to.deep.equal([
        `Waiting for another program to download ${miniature.name}`,
        `Downloading ${miniature.name}`,
      ]);
      expect(server.requests.at(-1)?.range).to.equal("bytes=50000-");
      expect(await readdir(cache)).to.deep.equal([miniature.name]);
    });
  });
});

/** The byte at which a request begins. */
function startOf(request: { range: string | undefined } | undefined): number {
  return Number(/^bytes=(\d+)-$/.exec(request?.range ?? "")?.[1] ?? 0);
}

async function sizeReaches(path: string, size: number): Promise<boolean> {
  return stat(path).then(
    (found) => found.size >= size,
    () => false,
  );
}
