import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { cpuQuota } from "../../lib/backend/cpuQuota.ts";

const V1 = "sys/fs/cgroup/cpu";
const V2 = "sys/fs/cgroup";
const none = Number.POSITIVE_INFINITY;

describe("the CPU time of a control group", () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), "quota-"));
  });
  afterEach(() => rm(root, { recursive: true }));

  const v1 = (group: string, quota: string, period: string) => ({
    [`${V1}/${group}cpu.cfs_quota_us`]: quota,
    [`${V1}/${group}cpu.cfs_period_us`]: period,
  });
  const rows: [what: string, groups: string, files: Record<string, string>, cores: number][] = [
    ["none without groups", "", { [`${V2}/cpu.max`]: "1 2" }, none],
    ["its quota by its period", "0::/a", { [`${V2}/a/cpu.max`]: "250000 100000\n" }, 2.5],
    ["less than one", "0::/a", { [`${V2}/a/cpu.max`]: "1 4\n" }, 0.25],
    ["none of nothing", "0::/a", { [`${V2}/a/cpu.max`]: "0 4\n" }, none],
    ["none within no time", "0::/a", { [`${V2}/a/cpu.max`]: "4 0\n" }, none],
    ["one for as long", "0::/a", { [`${V2}/a/cpu.max`]: "1 1\n" }, 1],
    [
      "the least of the groups around it",
      "0::/a/b/c\n",
      Object.fromEntries(
        Object.entries({ "": 7, "/a": 5, "/a/b": 4, "/a/b/c": 6, "/b": 1, "/c": 2 }).map(
          ([group, cores]) => [`${V2}${group}/cpu.max`, `${cores} 1`],
        ),
      ),
      4,
    ],
    ["that of the root", "0::/a/b", { [`${V2}/cpu.max`]: "3 1" }, 3],
    ["that of a name with colons", "0::/a:b", { [`${V2}/a:b/cpu.max`]: "3 1" }, 3],
    ["that of version 1", "12:cpu,cpuacct:/a", v1("a/", "3", "2"), 1.5],
    ["that of version 1 after others", "12:cpuacct,cpu:/a", v1("", "3", "2"), 1.5],
    ["none of version 1 at -1", "1:cpu:/", v1("", "-1", "2"), none],
    ["none of other controllers", "1:cpuset,memory:/", v1("", "3", "2"), none],
    ["none of no line that it knows", "cpu:/", v1("", "3", "2"), none],
    [
      "the least of both versions",
      "1:cpu:/a\n0::/b",
      { ...v1("a/", "3", "2"), [`${V2}/b/cpu.max`]: "2 1" },
      1.5,
    ],
  ];
  for (const [what, groups, files, cores] of rows) {
    it(`is ${what}`, async () => {
      for (const [name, text] of Object.entries({ "proc/self/cgroup": groups, ...files })) {
        await mkdir(path.dirname(path.join(root, name)), { recursive: true });
        await writeFile(path.join(root, name), text);
      }
      expect(cpuQuota(root)).to.equal(cores);
    });
  }
});
