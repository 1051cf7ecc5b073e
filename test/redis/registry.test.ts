import { expect } from "chai";
import type { Redis } from "ioredis";
import { keysOf } from "../../lib/redis/keys.ts";
import { announce, depart, present } from "../../lib/redis/registry.ts";
import { suiteRedis } from "./processes/suiteRedis.ts";

describe("the workers that are there", () => {
  const keys = keysOf("workers", "v1");
  let client: Redis;
  const redis = suiteRedis("secret");
  before(() => {
    ({ client } = redis());
  });

  const presence = (id: string) => ({ id, host: `host of ${id}`, code: "v1", trials: 2 });
  const ids = async () => (await present(client, keys)).map(({ id }) => id);

  it("are those that have said so of late, by their names, until they depart", async () => {
    expect(await present(client, keys)).to.deep.equal([]);
    for (const id of ["b", "c", "a"]) await announce(client, keys, presence(id));
    expect(await present(client, keys)).to.deep.equal(["a", "b", "c"].map(presence));
    expect(await client.ttl(keys.worker("a"))).to.be.within(1, 10);
    await client.del(keys.worker("b")); // as after some seconds
    expect(await ids()).to.deep.equal(["a", "c"]);
    expect(await client.smembers(keys.workers)).to.have.members(["a", "c"]);
    await depart(client, keys, "a");
    expect(await client.exists(keys.worker("a"))).to.equal(0);
    expect(await client.smembers(keys.workers)).to.deep.equal(["c"]);
    expect(await ids()).to.deep.equal(["c"]);
  });
});
