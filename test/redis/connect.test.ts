import { createServer } from "node:net";
import { expect } from "chai";
import { redis, startWorker } from "lib/redis";
import type { EngineTask } from "../../lib/cifar/gridSearch/engine.ts";
import { connect, serverOf } from "../../lib/redis/connect.ts";
import { freePort } from "../freePort.ts";
import { needsRedisServer, type RedisServer, startRedis } from "./processes/redisServer.ts";

const problem = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "none",
    ({ message }) => message,
  );

describe("the connection to Redis", () => {
  let server: RedisServer;
  before(async function () {
    needsRedisServer(this);
    server = await startRedis("secret");
  });
  after(() => server?.end());

  it("takes addresses of Redis servers alone, and shows no password", () => {
    expect(serverOf("rediss://me:secret@lab.example:6380/2")).to.equal("lab.example:6380");
    expect(serverOf("redis://lab")).to.equal("lab:6379");
    for (const url of ["", "lab:6379", "http://lab:6379", "redis://", "redis:lab"]) {
      expect(() => redis(url), url).to.throw(TypeError, "it is redis://:PASSWORD@HOST:6379");
    }
  });

  it("is made for no search of nothing", async () => {
    expect(await problem(redis("redis://nowhere.invalid").run([], {} as EngineTask))).to.equal(
      "none",
    );
  });

  it("names a server that is not there, a password that is wrong and one that is missing", async () => {
    const nobody = `127.0.0.1:${await freePort()}`;
    const [, at = ""] = server.url.split("@");
    for (const [url, said] of [
      [`redis://${nobody}`, `there is no Redis server at ${nobody} (connect ECONNREFUSED`],
      ["redis://nowhere.invalid", "there is no Redis server at nowhere.invalid:6379"],
      [`redis://:wrong@${at}`, `${at} refuses the password in the address`],
      [`redis://${at}`, `${at} asks for a password; write it into the address`],
    ]) {
      for (const tried of [() => connect(url, { waits: false }), () => startWorker(url)]) {
        const message = await problem(tried());
        expect(message, url).to.include(`redis: ${said}`);
        expect(message).to.not.include("wrong");
      }
    }
  });

  it("is made again where it is lost: commands wait for it, or fail and have a limit; no other is", async () => {
    const port = await freePort();
    await problem(connect(`redis://127.0.0.1:${port}`, { waits: false }));
    let tries = 0;
    const late = createServer(() => tries++).listen(port, "127.0.0.1");
    const clients = await Promise.all([true, false].map((waits) => connect(server.url, { waits })));
    const [waiting, failing] = clients;
    let losses = 0;
    failing.on("reconnecting", () => losses++);
    try {
      const unanswered = problem(failing.blpop("nothing", 0));
      await server.stop();
      while (clients.some(({ status }) => status === "ready")) await new Promise(setImmediate);
      expect(await unanswered).to.not.equal("none");
      expect(losses).to.equal(1);
      const answer = waiting.ping();
      expect(await problem(failing.ping())).to.not.equal("none");
      await server.start({ data: true });
      expect(await answer).to.equal("PONG");
      while (failing.status !== "ready") await waiting.ping();
      expect(await failing.ping()).to.equal("PONG");
      const limits = clients.map(({ options }) => (options.commandTimeout ?? 0) > 0);
      expect(limits).to.deep.equal([false, true]); // BullMQ waits for jobs in a command
      expect(tries).to.equal(0);
    } finally {
      late.close();
      for (const client of clients) client.disconnect();
    }
  });
});
