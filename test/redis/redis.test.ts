import { expect } from "chai";
import { redis } from "lib/redis";
import { searchOne } from "./oneTrial.ts";
import { suiteRedis } from "./processes/suiteRedis.ts";

describe("the engine of a search at a Redis server", () => {
  const at = suiteRedis();

  /** Begins a search for one trial, which `told` hears of. */
  const begin = (told: string[]) =>
    searchOne(redis(at().server.url), ({ notice = "" }) => told.push(notice));
  const until = async (isSo: () => boolean) => {
    while (!isSo()) await new Promise(setImmediate);
  };

  it("leaves no connection once it has ended", async () => {
    const told: string[] = [];
    const { ended, controller } = begin(told);
    await until(() => told.length > 0);
    controller.abort();
    await ended;
    const others = async () => !/connected_clients:1\r/.test(await at().client.info("clients"));
    while (await others()) await at().client.ping();
  });

  it("says that Redis is away, and ends where it is interrupted meanwhile", async () => {
    const { error } = console;
    const told: string[] = [];
    console.error = (text) => told.push(text);
    try {
      const { ended, controller } = begin(told);
      await until(() => told.length > 0);
      await at().server.stop();
      await until(() => told.length > 1);
      await new Promise((resolve) => setTimeout(resolve, 600)); // it tries again
      controller.abort();
      await ended;
      expect(told).to.have.length(2);
      expect(told[1]).to.match(/^Redis at .* does not answer; the search waits for it$/);
    } finally {
      console.error = error;
      await at().server.start({ data: true });
    }
  });
});
