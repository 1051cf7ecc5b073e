import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Outcome } from "../../../lib/cifar/gridSearch/trial.ts";
import { openStore, type TrialStore } from "../../../lib/cifar/gridSearch/trialStore.ts";

const best = { iteration: 5, value: 0.5 };
const stopped = { iteration: 9, reason: "done" };
const history = { trainLoss: [], validationAccuracy: [best], best, stopped, seconds: 1 };

/** Weights whose bytes come in several blocks, and in none. */
const finished: Outcome = {
  status: "finished",
  history,
  weights: [0, 1, 2048, 2049, 5000].map((n) =>
    Float32Array.from({ length: n }, (_, i) => (i + 1) / 7),
  ),
};
const failed: Outcome = { status: "failed", reason: "no", seconds: 2 };

describe("the files of trials", () => {
  let directory: string;
  let damaged: string[];
  let store: TrialStore;
  const open = (given: object = {}) =>
    openStore(
      directory,
      { backend: "wasm", data: { train: "a", validation: "b" }, ...given },
      (file) => damaged.push(file),
    );
  const only = async () => {
    const files = await readdir(directory);
    expect(files).to.have.length(1);
    expect(files[0]).to.match(/^trial-[0-9a-f]{16}\.json$/);
    return join(directory, files[0]);
  };
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "trials-"));
    damaged = [];
    store = await open();
  });
  afterEach(() => rm(directory, { recursive: true }));

  it("keep any outcome to the bit, in whatever order the hyperparameters stand", async () => {
    for (const outcome of [finished, failed]) {
      await store.write({ seed: 1, learningRate: 0.1 }, outcome);
      expect(await store.read({ learningRate: 0.1, seed: 1 })).to.deep.equal(outcome);
      await only();
    }
    expect(damaged).to.deep.equal([]);
  });

  it("are those of these data, this backend and these hyperparameters alone", async () => {
    await store.write({ seed: 1 }, failed);
    expect(await store.read({ seed: 2 })).to.equal(undefined);
    for (const given of [{ backend: "cpu" }, { data: { train: "a", validation: "c" } }]) {
      expect(await (await open(given)).read({ seed: 1 })).to.equal(undefined);
    }
    expect(damaged).to.deep.equal([]);
  });

  it("are named when they are damaged, changed or another's", async () => {
    await store.write({ seed: 1 }, failed);
    const path = await only();
    const text = await readFile(path, "utf8");
    for (const wrong of [text.replace("no", "on"), text.slice(0, -1), text.replace("\n", ""), ""]) {
      await writeFile(path, wrong);
      expect(await store.read({ seed: 1 })).to.equal(undefined);
    }
    await rm(path);
    await store.write({ seed: 2 }, failed);
    await rename(await only(), path);
    expect(await store.read({ seed: 1 })).to.equal(undefined);
    expect(damaged).to.deep.equal(Array(5).fill(path));
  });

  it("say what else is wrong", async () => {
    await store.write({ seed: 1 }, failed);
    const path = await only();
    await rm(path);
    await mkdir(path);
    expect(await store.read({ seed: 1 }).catch(({ code }) => code)).to.equal("EISDIR");
    await writeFile(join(directory, "file"), "");
    directory = join(directory, "file");
    const message = await open().catch((error) => error.message);
    directory = join(directory, "..");
    expect(message).to.match(/^gridSearch: trials cannot be stored in ".*file" \(.*\); name a dir/);
  });
});
