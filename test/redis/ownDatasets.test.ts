import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { Redis } from "ioredis";
import { fingerprint } from "../../lib/cifar/input/fingerprint.ts";
import { datasets } from "../../lib/data/datasets.ts";
import type { Description } from "../../lib/data/description.ts";
import type { Dataset } from "../../lib/data/index.ts";
import { loadDataset } from "../../lib/data/load.ts";
import { keysOf } from "../../lib/redis/keys.ts";
import { ownDatasets } from "../../lib/redis/ownDatasets.ts";
import { trialData } from "../../lib/redis/trialData.ts";
import { makeMiniature } from "../data/miniature.ts";

describe("the datasets of this machine", () => {
  const real = [...datasets];
  const { CNN_DATA_DIR, XDG_CACHE_HOME } = process.env;
  const none = "f".repeat(64);
  let folder: string;
  let requests = 0;
  const web = createServer((_, answer) => {
    requests++;
    answer.writeHead(404).end();
  });
  let own: Description;
  let lacking: Description;
  let train: Dataset;
  let validation: Dataset;

  /** Makes these all that can be loaded. */
  const offer = (offered: readonly Description[]) =>
    Reflect.apply(Array.prototype.splice, datasets, [0, datasets.length, ...offered]);

  function setEnvironment(values: Record<string, string | undefined>): void {
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "own-"));
    await once(web.listen(0, "127.0.0.1"), "listening");
    const { files, describe: described } = await makeMiniature();
    for (const [file, content] of files) await writeFile(join(folder, file), content);
    const address = web.address();
    own = described(`http://127.0.0.1:${typeof address === "object" && address?.port}`);
    const [pack] = own.packages;
    lacking = {
      ...own,
      packages: [{ ...pack, name: "none.tar", files: [{ ...pack.files[0], name: "none.bin" }] }],
    };
    setEnvironment({ CNN_DATA_DIR: folder, XDG_CACHE_HOME: folder });
    ({ train, validation } = await loadDataset(own, {}));
  });
  beforeEach(() => setEnvironment({ CNN_DATA_DIR: folder }));
  after(async () => {
    offer(real);
    setEnvironment({ CNN_DATA_DIR, XDG_CACHE_HOME });
    web.close();
    await rm(folder, { recursive: true });
  });

  it("are those that are asked for, whatever files others lack", async () => {
    offer([lacking, own]);
    const [sum, other] = await Promise.all([train, validation].map(fingerprint));
    const found = await ownDatasets([sum, none]);
    expect([...found.keys()]).to.deep.equal([sum]);
    expect(found.get(sum)?.labels).to.deep.equal(train.labels);
    expect([...(await ownDatasets([sum, other])).keys()]).to.have.members([sum, other]);
    expect((await ownDatasets([none])).size).to.equal(0);
  });

  it("are not looked for once all are found", async () => {
    let looked = 0;
    const counted = {
      ...own,
      get packages() {
        looked++;
        return lacking.packages;
      },
    };
    offer([own, counted]);
    await ownDatasets([await fingerprint(train)]);
    expect(looked).to.equal(0);
    await ownDatasets([await fingerprint(train), none]);
    expect(looked).to.be.above(0);
  });

  it("are read once for a worker's trials, and it says so", async () => {
    offer([own]);
    const said: string[] = [];
    const client = new Redis({ lazyConnect: true, enableOfflineQueue: false }); // is asked for nothing
    const data = trialData(client, keysOf("own", "v1"), (text) => said.push(text));
    const [sum, other] = await Promise.all([train, validation].map(fingerprint));
    const { signal } = new AbortController();
    for (let i = 0; i < 2; i++) {
      const found = await data({ train: sum, validation: other }, signal);
      const labels = [found.train.labels, found.validation.labels];
      expect(labels).to.deep.equal([train.labels, validation.labels]);
    }
    const found = [train, validation].map(({ source }) => `found ${source.description}`);
    expect(said).to.have.members(found);
  });

  it("are never downloaded", async () => {
    offer([lacking]);
    setEnvironment({ CNN_DATA_DIR: undefined });
    expect((await ownDatasets([none])).size).to.equal(0);
    expect(requests).to.equal(0);
  });
});
