import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";

describe("a backend that is tried in a process of its own", () => {
  let probeBackend: typeof import("../../lib/backend/probe.ts").probeBackend;
  before(async () => {
    // the process runs what is compiled
    ({ probeBackend } = await import("../../lib/dist/backend/probe.js"));
  });
  const refusal = (probe: Promise<unknown>) => probe.then(String, String);

  it("tells what it computes on, and how fast it trains", async () => {
    const { device, imagesPerSecond } = await probeBackend("wasm");
    expect(device).to.match(/^\d+ CPU threads?/);
    expect(imagesPerSecond).to.be.above(0);
  });

  it("may say something before, as drivers do, and is unusable where they crash", async () => {
    const { NODE_OPTIONS } = process.env;
    const probed = (first: string) => {
      const script = `data:text/javascript,${encodeURIComponent(first)}`;
      process.env.NODE_OPTIONS = `--import ${script}`;
      return probeBackend("wasm");
    };
    try {
      expect((await probed('console.log("{}\\na driver");')).imagesPerSecond).to.be.above(0);
      for (const [crash, reason] of [
        ["process.exit(3);", "3"],
        ['process.kill(process.pid, "SIGSEGV"); setInterval(() => {}, 1000);', "SIGSEGV"],
      ]) {
        expect(await refusal(probed(crash))).to.equal(
          `Unusable: it crashed at its start (${reason})`,
        );
      }
    } finally {
      if (NODE_OPTIONS === undefined) delete process.env.NODE_OPTIONS;
      else process.env.NODE_OPTIONS = NODE_OPTIONS;
    }
  });

  it("is unusable where it does not start there, or not in time", async () => {
    const { CNN_NATIVE_DIR } = process.env;
    const empty = await mkdtemp(join(tmpdir(), "native-"));
    process.env.CNN_NATIVE_DIR = empty;
    try {
      expect(await refusal(probeBackend("tfjs-node"))).to.match(/^Unusable: \w/);
    } finally {
      if (CNN_NATIVE_DIR === undefined) delete process.env.CNN_NATIVE_DIR;
      else process.env.CNN_NATIVE_DIR = CNN_NATIVE_DIR;
      await rm(empty, { recursive: true });
    }
    expect(await refusal(probeBackend("wasm", 60, 20))).to.equal(
      "Unusable: it did not start within 0.02 s",
    );
  });
});
