import { expect } from "chai";
import { needsRedisServer, type RedisServer, startRedis } from "./processes/redisServer.ts";
import { worker } from "./processes/started.ts";

describe("npm run worker", function () {
  this.timeout(60_000);
  let server: RedisServer;
  before(async function () {
    needsRedisServer(this);
    server = await startRedis("secret");
  });
  after(() => server?.end());

  for (const { signal, said } of [
    { signal: "SIGTERM", said: [] },
    {
      signal: "SIGINT",
      said: ["ends after the trials that run; Ctrl-C again gives them to other workers"],
    },
  ] as const) {
    it(`ends well on ${signal} where no trial runs`, async () => {
      const started = worker(server.url, { args: ["--trials", "3", "--host", "lab"] });
      try {
        await started.prints(/works for .*: 3 trials at a time/);
        await started.end(signal);
        expect(started.process.exitCode).to.equal(0);
        expect(started.output.trim().split("\n").slice(1)).to.deep.equal(said);
      } finally {
        await started.end();
      }
    });
  }
});
