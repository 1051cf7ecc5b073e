import { appendFileSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { Kernel } from "./client.ts";
import { dead } from "./survivors.ts";

const BEGIN = "The kernel before this one ended as";

describe("a kernel that Jupyter starts in the place of one that died", function () {
  this.timeout(120_000);
  let kernel: Kernel | undefined;
  afterEach(() => kernel?.end());

  /** What the first cell says once the kernel has died, of a cell if there is one, and was started again. */
  const firstWords = async (fatal?: string): Promise<string> => {
    kernel ??= await Kernel.start();
    if (fatal) void kernel.run(fatal);
    else process.kill(kernel.pid, "SIGKILL");
    await dead(kernel.pid);
    await kernel.press("restart");
    await kernel.run("0", { silent: true }); // of a front end itself
    const [first, second] = [await kernel.run("1"), await kernel.run("2")];
    expect(second.text("stderr")).to.equal("");
    return first.text("stderr");
  };

  it("tells that the heap was full", async () => {
    const lean = { NODE_OPTIONS: "--max-old-space-size=200" };
    kernel = await Kernel.start("typescript", "tcp", lean);
    const words = await firstWords(
      "const all: number[][] = []; for (;;) all.push(new Array(1e6).fill(1));",
    );
    expect(words).to.match(
      new RegExp(`^${BEGIN} its heap was full: its variables are gone\\. Run the cells again`),
    );
  });

  it("tells that the system ended it as memory was full", async function () {
    const group = memoryGroup();
    if (!group) {
      console.log(
        "      skipped: no memory group can be made here (needs root and cgroup v1 on Linux)",
      );
      this.skip();
    }
    try {
      kernel = await Kernel.start();
      appendFileSync(`${group}/cgroup.procs`, String(kernel.client.pid)); // so the next one, too
      appendFileSync(`${group}/cgroup.procs`, String(kernel.pid));
      await kernel.press("restart");
      const words = await firstWords("const all = []; for (;;) all.push(Buffer.alloc(1e7, 1));");
      expect(words).to.match(
        new RegExp(
          `^${BEGIN} memory was full \\(its limit is 700 MB\\), and the system ended it: `,
        ),
      );
    } finally {
      await kernel?.end();
      kernel = undefined;
      rmdirSync(group);
    }
  });

  it("says nothing of any other end", async () => {
    expect(await firstWords()).to.equal("");
  });
});

/** A group of processes with 700 MB of memory; undefined where none can be made. */
function memoryGroup(): string | undefined {
  try {
    const [, own] = /^\d+:memory:(.*)$/m.exec(readFileSync("/proc/self/cgroup", "utf8")) ?? [];
    const group = `/sys/fs/cgroup/memory${own}/kernel-test-${process.pid}`;
    mkdirSync(group);
    writeFileSync(`${group}/memory.limit_in_bytes`, "700000000");
    return group;
  } catch {
    return undefined;
  }
}
