import { execFileSync } from "node:child_process";
import { chmod, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import type { Splits } from "lib/data";
import { loadDataset } from "../../lib/data/load.ts";
import { mountMemory, tryToMount, unmount } from "../memoryDisk.ts";
import { type FileServer, serveFile } from "./fileServer.ts";
import { type Miniature, makeMiniature, temporaryFolder } from "./miniature.ts";

describe("a cache on a disk that cannot take it", () => {
  let cache: string;
  let miniature: Miniature;
  let server: FileServer;
  const mounts: string[] = [];
  let canMount = false;

  before(async () => {
    miniature = await makeMiniature();
    server = await serveFile(miniature.archive);
    canMount = await tryToMount();
  });

  after(() => server.close());

  beforeEach(async () => {
    cache = await temporaryFolder();
  });

  afterEach(async () => {
    for (const folder of mounts.splice(0)) unmount(folder);
    await chmod(cache, 0o755);
    await rm(cache, { recursive: true });
  });

  const load = (): Promise<Splits> =>
    loadDataset(miniature.describe(server.address), { directory: "", cache });

  const failure = async (): Promise<string> =>
    load().then(
      () => expect.fail("it loaded"),
      (error) => error.message,
    );

  const mount = (size: string) => {
    mountMemory(cache, size);
    mounts.push(cache);
  };

  /**
   * Nobody can write there any more; root keeps its rights, but not on a disk that is mounted so.
   */
  const makeReadOnly = async () => {
    if (canMount) execFileSync("mount", ["-o", "remount,ro", cache]);
    else await chmod(cache, 0o555);
  };

  const skipIfNothingBinds = (test: Mocha.Context) => {
    if (!canMount && (process.platform === "win32" || process.getuid?.() === 0)) test.skip();
  };

  it("says that it is full and how much to free (needs root on Linux)", async function () {
    if (!canMount) this.skip();
    mount("64k");
    expect(await failure()).to.contain(
      `${miniature.name} could not be downloaded: no space is left in ${cache}. To go on, free 170 MB, or put the file from`,
    );
    expect(await readdir(cache)).to.not.include(miniature.name);
    execFileSync("mount", ["-o", "remount,size=1m", cache]);
    expect((await load()).train.labels).to.have.length(30);
    expect(server.requests.at(-1)?.range).to.match(/^bytes=[1-9]/);
  });

  it("says that it cannot be written", async function () {
    skipIfNothingBinds(this);
    if (canMount) mount("1m");
    await makeReadOnly();
    expect(await failure()).to.match(
      /could not be downloaded: \S+ cannot be written \((EROFS|EACCES)\)\. To go on, make it writable, or put the file from/,
    );
  });

  it("is read all the same when the files are there", async function () {
    skipIfNothingBinds(this);
    if (canMount) mount("1m");
    await writeFile(join(cache, miniature.name), miniature.archive);
    await makeReadOnly();
    expect((await load()).train.labels).to.have.length(30);
  });
});
