/**
 * What a search on many machines promises, each with real processes and faults; some minutes:
 *
 *     npm run test:search
 */
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { loadCifar10 } from "lib/data";
import { fingerprint } from "../../lib/cifar/input/fingerprint.ts";
import { connect } from "../../lib/redis/connect.ts";
import { needsRedisServer, type RedisServer, startRedis } from "./processes/redisServer.ts";
import { Search, type Started, worker } from "./processes/started.ts";
import { stored } from "./processes/stored.ts";

const project = fileURLToPath(new URL("../..", import.meta.url));

/** Nine trials, which the workers make last some seconds each. */
const nine = {
  space: { learningRate: [0.01, 0.02, 0.05], filters: [2, 4, 8] },
  iterations: 60,
  validateEvery: 20,
};

/** One trial at a time, taken to be dead after some seconds. */
const args = ["--trials", "1", "--lock", "4", "--timeout", "20"];

describe("a search on many machines", () => {
  let directory: string;
  let server: RedisServer;
  let reference: Record<string, string>;
  let started: Started[] = [];
  let count = 0;

  const start = <Some extends Started>(process: Some): Some => {
    started.push(process);
    return process;
  };
  const work = (more: Parameters<typeof worker>[1] = {}) =>
    start(
      worker(server.url, { args, env: { FAULTY_MARKS: directory, TRIAL_SECONDS: "2" }, ...more }),
    );
  const search = (options: object = {}) =>
    start(new Search({ url: server.url, ...nine, ...options }));
  const fresh = () => join(directory, `search-${++count}`);
  const begun = (workers: readonly Started[]) =>
    workers.flatMap(({ output }) => [...output.matchAll(/^begins (\w+)/gm)].map(([, id]) => id));

  before(async function () {
    needsRedisServer(this);
    directory = await mkdtemp(join(tmpdir(), "cnn-faults-"));
    const own = join(directory, "reference");
    expect((await new Search({ ...nine, directory: own }).result()).error).to.equal(undefined);
    reference = await stored(own);
    expect(Object.keys(reference)).to.have.length(9);
  });
  beforeEach(async () => {
    started = [];
    server = await startRedis();
  });
  afterEach(async function () {
    if (this.currentTest?.state === "failed") {
      for (const { output } of started) console.log(output.slice(-3000));
    }
    await Promise.all(started.map((process) => process.end()));
    await server.end();
  });
  after(async () => {
    if (directory) await rm(directory, { recursive: true });
  });

  it("loses nothing to a worker that is killed, and takes a late one in", async () => {
    const [one, other] = [work(), work()];
    const own = fresh();
    const running = search({ directory: own });
    await one.prints(/ended[\s\S]*begins/);
    await one.end("SIGKILL");
    const late = work();
    expect((await running.result()).text).to.not.include("missing");
    expect(await stored(own)).to.deep.equal(reference);
    expect(late.output).to.match(/^ended/m);
    expect(begun([one, other, late]), "one of them twice").to.have.length(10);
  });

  for (const seconds of [10, 60]) {
    for (const data of [true, false]) {
      it(`survives Redis away for ${seconds} s, ${data ? "with" : "without"} its data after it`, async () => {
        const workers = [work(), work()];
        const own = fresh();
        const running = search({ directory: own });
        await running.prints(/"ended":2/);
        await server.stop();
        await running.prints(/"notice":"Redis at 127\.0\.0\.1:\d+ does not answer/);
        await sleep(seconds * 1000);
        await server.start({ data });
        expect((await running.result()).text).to.not.include("missing");
        expect(await stored(own)).to.deep.equal(reference);
        for (const each of workers) expect(each.output).to.include("does not answer");
      });
    }
  }

  it("goes on where it was when it was killed and is called again", async () => {
    const workers = [work(), work()];
    const own = fresh();
    const running = search({ directory: own });
    await running.prints(/"ended":3/);
    await running.end("SIGKILL");
    await sleep(3000);
    await search({ directory: own }).result();
    expect(await stored(own)).to.deep.equal(reference);
    expect(begun(workers)).to.have.length(9);
  });

  it("shares the trials with another one for the same, and each gets all", async () => {
    const workers = [work(), work()];
    const owns = [fresh(), fresh()];
    await Promise.all(owns.map((own) => search({ directory: own }).result()));
    for (const own of owns) expect(await stored(own)).to.deep.equal(reference);
    expect(begun(workers)).to.have.length(9);
  });

  it("does not end the trials that another one waits for, when it is interrupted", async () => {
    const workers = [work(), work()];
    const [own, other] = [fresh(), fresh()];
    const interrupted = search({ directory: other });
    const running = search({ directory: own });
    await interrupted.prints(/"ended":2/);
    interrupted.process.kill("SIGINT");
    expect((await interrupted.result()).text).to.include("Interrupted");
    await running.result();
    expect(await stored(own)).to.deep.equal(reference);
    expect(begun(workers)).to.have.length(9);
  });

  it("gives no trial to a worker with other code, and names it", async () => {
    const copy = join(directory, "copy");
    await mkdir(join(copy, "node_modules"), { recursive: true });
    for (const name of await readdir(join(project, "node_modules"))) {
      if (name !== "lib") {
        await symlink(join(project, "node_modules", name), join(copy, "node_modules", name));
      }
    }
    for (const name of ["lib/dist", "lib/package.json", "scripts", "package.json"]) {
      await cp(join(project, name), join(copy, name), { recursive: true });
    }
    await symlink(join(copy, "lib"), join(copy, "node_modules", "lib"));
    const changed = join(copy, "lib/dist/cifar/training/optimizer.js");
    await writeFile(changed, `${await readFile(changed, "utf8")}\n;`);
    const old = work({
      script: join(copy, "scripts/worker.mjs"),
      args: [...args, "--host", "attic"],
    });
    await old.prints(/^works for/m);
    const running = search({ directory: fresh() });
    await running.prints(/"notice":"no worker is at .*; 1 worker has other code .*\(attic\)/);
    const right = work();
    await running.prints(/"notice":"1 worker has other code and gets no trial \(attic\)/);
    await running.result();
    expect(begun([old])).to.deep.equal([]);
    expect(begun([right])).to.have.length(9);
  });

  it("says within 5 s that nobody works for it", async () => {
    const running = search();
    await running.prints(/"ended":0/);
    const start = performance.now();
    await running.prints(
      /"notice":"no worker is at .*; start one with: npm run worker -- redis:\/\//,
    );
    expect(performance.now() - start).to.be.below(5000);
  });

  it("gives up a trial that hangs three times, or kills its worker three times, and no other", async () => {
    let over = false;
    const workers: Started[] = [];
    const keepWorking = async () => {
      while (!over) {
        workers.push(work({ args: ["--trials", "1", "--lock", "4", "--timeout", "8"] }));
        await workers.at(-1)?.ended();
      }
    };
    const kept = keepWorking();
    const { found } = await search({ space: { seed: [1, 661, 663] }, iterations: 20 }).result();
    over = true;
    await workers.at(-1)?.end("SIGTERM");
    await kept;
    const ends = found.map(({ hyperparameters, reason }) => [hyperparameters.seed, reason]);
    expect(Object.fromEntries(ends)).to.deep.equal({
      1: "all iterations done",
      661: "its worker died 3 times",
      663: "it reported nothing for 8 s, 3 times",
    });
    expect(workers).to.have.length(4);
  });

  it("ends within 2 s of Ctrl-C, and what runs with it", async () => {
    const one = work();
    const running = search({ iterations: 1e6, validateEvery: 1e6 }); // stops by itself in no time else
    await running.prints(/"running":1/);
    const start = performance.now();
    running.process.kill("SIGINT");
    await Promise.all([running.prints(/"stopped":"interrupted"/), one.prints(/^gave up/m)]);
    expect(performance.now() - start).to.be.below(2000);
    await running.result();
    const client = await connect(server.url, { waits: false });
    const left = async () =>
      (await client.keys("*")).filter((key) => /:(wait|active|failed|outcome|progress)/.test(key));
    while ((await left()).length > 0) await sleep(100); // until mocha's timeout
    client.disconnect();
  });

  it("gets a trial back from a worker that is told to end, and gives it to another at once", async () => {
    const one = work();
    const own = fresh();
    const running = search({ directory: own });
    await one.prints(/^begins/m);
    const other = work();
    await other.prints(/^begins/m);
    const exit = one.end("SIGTERM");
    await exit;
    expect(one.output).to.include("its worker left");
    await running.result();
    expect(await stored(own)).to.deep.equal(reference);
  });

  it("takes images from the worker's own folder, else through Redis, and refuses damaged ones", async function () {
    const { CNN_DATA_DIR } = process.env;
    if (!CNN_DATA_DIR) {
      console.log("      skipped: it needs CIFAR-10 in a folder that CNN_DATA_DIR names");
      this.skip();
    }
    const cifar = {
      cifar: true,
      space: { seed: [1, 2, 3, 4, 5, 6] },
      iterations: 40,
      validateEvery: 40,
    };
    const own = fresh();
    const local = join(directory, "cifar");
    await new Search({ ...nine, ...cifar, directory: local }).result();
    const empty = { FAULTY_MARKS: directory, CNN_DATA_DIR: directory };
    const client = await connect(server.url, { waits: true });
    const { train, validation } = await loadCifar10();
    const head = '{"classes":["a"],"shape":[32,32,3]}';
    for (const set of [train, validation]) {
      await client.rpush(`cnn:dataset:${await fingerprint(set)}`, head, "0", "damaged");
    }
    client.disconnect();
    const without = work({ env: empty });
    const running = search({ ...cifar, directory: own });
    await without.prints(
      /came damaged through Redis: their checksum is [0-9a-f]{64}, it should be/,
    );
    const having = work();
    await running.result();
    expect(without.output).to.match(/received 45000 images through Redis/);
    expect(having.output).to.match(/found CIFAR-10/);
    expect(await stored(own)).to.deep.equal(await stored(local));
  });
});
