import os from "node:os";
import { expect } from "chai";
import { usageReader } from "../../kernel/server/usage.ts";

describe("What the kernel says that it uses", () => {
  const system = {
    hostname: () => "host",
    cpus: () => Array(4).fill(os.cpus()[0]),
    loadavg: () => [3, 5, 7],
    totalmem: () => 1000,
    freemem: () => 400,
  };
  let [user, own, time] = [0, 0, 0];
  const kernel = {
    pid: 7,
    cpuUsage: (since = { user: 0, system: 0 }) => ({
      user: user - since.user,
      system: own - since.system,
    }),
    memoryUsage: { rss: () => 50 },
  };

  it("is its memory, and its share of a core's time since it was last asked", () => {
    [user, own, time] = [1e6, 2e6, 4000];
    const read = usageReader(system, kernel, () => time);
    [user, own, time] = [3e6, 2.5e6, 9000]; // 2.5 s of 5 s
    expect(read()).to.deep.equal({
      ...{ hostname: "host", pid: 7, kernel_cpu: 50, kernel_memory: 50, cpu_count: 4 },
      host_cpu_percent: 75,
      host_virtual_memory: { total: 1000, available: 400, free: 400, used: 600, percent: 60 },
    });
    user += 100;
    expect(read(), "in no time").to.include({ kernel_cpu: 10 });
    time += 10;
    expect(read()).to.include({ kernel_cpu: 0 });
  });
});
