import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { cores } from "../../lib/backend/cores.ts";

const all = os.availableParallelism();
const hundredth = all / 100;
/** As much CPU time as a fraction of the machine, in the words of each version of cgroups. */
const max = (share: number) => `${Math.round(share * all * 100_000)} 100000\n`;
const v1 = (share: number) => ({
  "cpu.cfs_quota_us": `${Math.round(share * all * 50_000)}\n`,
  "cpu.cfs_period_us": "50000\n",
});
const prefixed = (folder: string, files: Record<string, string>) =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));

describe("the cores that a process may use", () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), "cores-"));
  });
  afterEach(() => rm(root, { recursive: true }));

  const pretend = async (files: Record<string, string>) => {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(root, name)), { recursive: true });
      await writeFile(path.join(root, name), text);
    }
  };
  const none = {};

  const v2File = "sys/fs/cgroup/a/b/cpu.max";
  const ofV2 = { "proc/self/cgroup": "0::/a/b\n" };
  const ofV1 = { "proc/self/cgroup": "5:memory:/x\n4:cpu,cpuacct:/docker/1f\n0::/\n" };
  const half = Math.max(1, Math.floor(all / 2));
  const rows: [string, Record<string, string>, number][] = [
    ["no control groups, as on macOS", none, all],
    ["a group without a limit", { ...ofV2, [v2File]: "max 100000\n" }, all],
    ["half of the machine", { ...ofV2, [v2File]: max(0.5) }, half],
    ["all but half a core", { ...ofV2, [v2File]: max((all - 0.5) / all) }, Math.max(1, all - 1)],
    ["a hundredth of it", { ...ofV2, [v2File]: max(hundredth / all) }, 1],
    ["more than it has", { ...ofV2, [v2File]: max(7) }, all],
    ["a limit of a group above", { ...ofV2, "sys/fs/cgroup/a/cpu.max": max(0.5) }, half],
    ["a container's own root", { ...ofV2, "sys/fs/cgroup/cpu.max": max(0.5) }, half],
    ["version 1", { ...ofV1, ...prefixed("sys/fs/cgroup/cpu/docker/1f", v1(0.5)) }, half],
    ["version 1 in a container", { ...ofV1, ...prefixed("sys/fs/cgroup/cpu", v1(0.5)) }, half],
    ["version 1 without a limit", { ...ofV1, "sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n" }, all],
    ["a quota of nothing", { ...ofV2, [v2File]: "0 100000\n" }, all],
    ["a file of nonsense", { ...ofV2, [v2File]: "lots\n" }, all],
  ];
  for (const [title, files, expected] of rows) {
    it(`are counted with the group's quota: ${title}`, async () => {
      await pretend(files);
      expect(cores({ environment: {}, root })).to.equal(expected);
    });
  }

  const variables: [Record<string, string>, number][] = [
    [{ CPU_LIMIT: "0.5" }, 1],
    [{ CPU_LIMIT: String(all / 2) }, half],
    [{ CPU_LIMIT: String(all - 0.5) }, Math.max(1, all - 1)],
    [{ CPU_LIMIT: "1000" }, all],
    [{ CPU_LIMIT: "" }, all],
    [{ CPU_LIMIT: "0" }, all],
    [{ CPU_LIMIT: "500m" }, all],
    [{ CNN_THREADS: "1" }, 1],
    [{ CNN_THREADS: "1000" }, all],
    [{ CNN_THREADS: "" }, all],
    [{ CNN_THREADS: "1", CPU_LIMIT: "1000" }, 1],
  ];
  for (const [environment, expected] of variables) {
    it(`are ${expected} of ${all} with ${JSON.stringify(environment)}`, () => {
      expect(cores({ environment, root })).to.equal(expected);
    });
  }

  for (const text of ["0", "-1", "1.5", "two", "NaN"]) {
    it(`are not counted with CNN_THREADS=${text}`, () => {
      expect(() => cores({ environment: { CNN_THREADS: text }, root })).to.throw(
        RangeError,
        `CNN_THREADS is ${text}, it takes a whole number from 1`,
      );
    });
  }

  it("bound the threads of WebAssembly, those that were asked for too", async () => {
    const device = async (threads?: number) =>
      (await selectBackend({ backend: "wasm", threads, log() {} })).device;
    const free = await device();
    process.env.CNN_THREADS = "1";
    try {
      expect(await device(3)).to.match(/^1 CPU thread as CNN_THREADS says,/);
      expect(await device()).to.match(/^1 CPU thread,/);
      process.env.CNN_THREADS = "2";
      expect(await device(3)).to.match(/^2 CPU threads as CNN_THREADS says,/);
      delete process.env.CNN_THREADS;
      expect(await device()).to.equal(free);
    } finally {
      delete process.env.CNN_THREADS;
      await selectBackend({ backend: "wasm", log() {} });
    }
  });
});
