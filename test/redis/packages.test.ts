import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { packages } from "../../lib/redis/packages.ts";

describe("the packages that a search on many machines needs", () => {
  it("are BullMQ and ioredis", async () => {
    const { bullmq, ioredis } = await packages();
    expect([bullmq.Queue, ioredis.Redis].map(({ name }) => name)).to.deep.equal(["Queue", "Redis"]);
  });

  it("are named where they are not installed, with what to do", async () => {
    const folder = await mkdtemp(join(tmpdir(), "cnn-packages-")); // no node_modules above it
    try {
      const alone = join(folder, "packages.mts");
      await copyFile(new URL("../../lib/redis/packages.ts", import.meta.url), alone);
      const { packages: fails }: { packages: typeof packages } = await import(
        pathToFileURL(alone).href
      );
      const error = await fails().catch((error) => error);
      expect(error)
        .to.be.an("error")
        .with.property("message")
        .that.matches(
          /^lib\/redis needs the packages bullmq and ioredis: npm install bullmq ioredis \(.*'bullmq'/,
        );
      expect(error.cause).to.have.property("code", "ERR_MODULE_NOT_FOUND");
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
