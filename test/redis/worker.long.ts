import { expect } from "chai";
import { needsRedisServer, type RedisServer, startRedis } from "./processes/redisServer.ts";
import { Search, type Started, worker } from "./processes/started.ts";

describe("npm run worker", function () {
  this.timeout(60_000);
  let server: RedisServer;
  let working: Started | undefined;
  let search: Search | undefined;
  before(async function () {
    needsRedisServer(this);
    server = await startRedis("secret");
  });
  after(() => server?.end());
  afterEach(async () => {
    await search?.end();
    await working?.end();
  });

  const start = (...args: string[]) => {
    working = worker(server.url, { args });
    return working;
  };

  for (const { signal, said } of [
    { signal: "SIGTERM", said: [] },
    {
      signal: "SIGINT",
      said: ["ends after the trials that run; Ctrl-C again gives them to other workers"],
    },
  ] as const) {
    it(`ends well on ${signal} where no trial runs`, async () => {
      const started = start("--trials", "3", "--host", "lab");
      await started.prints(/works for .*: 3 trials at a time/);
      await started.end(signal);
      expect(started.process.exitCode).to.equal(0);
      expect(started.output.trim().split("\n").slice(1)).to.deep.equal(said);
    });
  }

  it("gives its trial back at the second Ctrl-C", async () => {
    const started = start("--trials", "1");
    const endless = { space: { seed: [1] }, iterations: 1e6, validateEvery: 1e6 };
    search = new Search({ url: server.url, ...endless });
    await started.prints(/^begins/m);
    started.process.kill("SIGINT");
    await started.prints(/Ctrl-C again gives them to other workers/);
    started.process.kill("SIGINT");
    expect(await started.ended(), started.output).to.equal(0);
    expect(started.output).to.match(/^gave up \w+: its worker left$/m);
  });
});
