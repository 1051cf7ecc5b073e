import fs, { utimesSync } from "node:fs";
import { appendFile, rename, rm, utimes, writeFile } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { selectBackend } from "lib/backend";
import { cifarCnn, evaluate, gridSearch, train } from "lib/cifar";
import { type Dataset, imageAt, type LoadOptions, type Splits, subset } from "lib/data";
import { nearestImages } from "lib/knn";
import { fingerprint } from "../../lib/cifar/input/fingerprint.ts";
import { keepStored } from "../../lib/data/keepStored.ts";
import { loadDataset } from "../../lib/data/load.ts";
import { StoredImages } from "../../lib/data/storedImages.ts";
import { type Miniature, makeMiniature, temporaryFolder, writeFiles } from "./miniature.ts";

describe("images that stay in their files", () => {
  const size = 3072;
  let folder: string;
  let miniature: Miniature;
  let loaded: Splits;
  let stored: Splits;

  const load = (options: LoadOptions = {}) =>
    loadDataset(miniature.describe("http://127.0.0.1:9"), { directory: folder, ...options });

  beforeEach(async () => {
    folder = await temporaryFolder();
    miniature = await makeMiniature();
    await writeFiles(folder, miniature.files);
    [loaded, stored] = [await load({ images: "memory" }), await load({ images: "files" })];
  });

  afterEach(() => rm(folder, { recursive: true }));

  it("are those in memory, with the same labels, and the source says where they are", () => {
    for (const name of ["train", "validation", "test"] as const) {
      const [here, there] = [loaded[name], stored[name]];
      expect(there.images[Symbol.toStringTag]).to.equal("StoredImages");
      expect(there.images.length).to.equal(here.images.length);
      expect(there.images.slice()).to.deep.equal(here.images);
      expect(there.labels).to.deep.equal(here.labels);
      expect(there.source.description).to.equal(
        `CIFAR-10, from ${folder}, where its images stay: a batch is read when it is used.`,
      );
    }
  });

  it("are read on where the system gives less than is asked for", () => {
    const { readSync } = fs;
    const pieces = (
      file: number,
      into: Uint8Array,
      offset: number,
      length: number,
      position: number,
    ) => readSync(file, into, offset, Math.min(length, 1000), position);
    try {
      Object.assign(fs, { readSync: pieces });
      syncBuiltinESMExports();
      expect(stored.test.images.slice()).to.deep.equal(loaded.test.images);
    } finally {
      Object.assign(fs, { readSync });
      syncBuiltinESMExports();
    }
  });

  it("are cut and chosen as those in memory are", () => {
    const places = fc.integer({ min: -35, max: 35 });
    const indices = fc.array(fc.nat(29), { maxLength: 40 });
    fc.assert(
      fc.property(places, places, indices, fc.nat(29), (start, end, indices, i) => {
        const [from, to] = [start * size, end * size];
        expect(stored.train.images.slice(from, to)).to.deep.equal(
          loaded.train.images.slice(from, to),
        );
        expect(stored.train.images.subarray(from, to).slice()).to.deep.equal(
          loaded.train.images.subarray(from, to).slice(),
        );
        const [there, here] = [stored, loaded].map(({ train }) => subset(train, indices));
        expect(there.images.slice()).to.deep.equal(here.images);
        expect(there.labels).to.deep.equal(here.labels);
        expect(imageAt(stored.train, i)).to.deep.equal(imageAt(loaded.train, i));
      }),
    );
    expect(() => stored.train.images.slice(0, 5)).to.throw(
      RangeError,
      "slice: 0 to 5 are not whole images, which have 3072 bytes here",
    );
    expect(() => imageAt(stored.train, 30)).to.throw(RangeError, "there is no image 30");
  });

  it("give the same bits in training, evaluation, nearest neighbours and search, in workers too", async () => {
    await selectBackend({ threads: 1, log() {} });
    const results = async ({ train: training, validation, test }: Splits) => {
      const data = { train: training, validation };
      const settings = { iterations: 6, validateEvery: 3, batchSize: 10, augment: true };
      const model = cifarCnn({ seed: 3 });
      const history = await train(model, data, { ...settings, seed: 3, onProgress() {} });
      const { accuracy, loss } = await evaluate(model, test, { batchSize: 3 });
      model.dispose();
      const space = { learningRate: [0.01, 0.1] };
      const search = await gridSearch(space, { data, ...settings, workers: 2, onProgress() {} });
      return {
        losses: history.trainLoss,
        accuracy,
        loss,
        neighbors: await nearestImages(training, test, 5),
        trials: search.trials.map((trial) => [
          trial.status,
          trial.hyperparameters,
          "history" in trial && [trial.history.trainLoss, trial.history.validationAccuracy],
        ]),
        prints: await Promise.all([training, validation, test].map(fingerprint)),
      };
    };
    const here = await results(loaded);
    expect(await results(stored)).to.deep.equal(here);
    expect(here.trials.map(([status]) => status)).to.deep.equal(["finished", "finished"]);
  });

  describe("are chosen by themselves", () => {
    const before = process.env.MEM_LIMIT;
    const { warn } = console;
    beforeEach(() => {
      console.warn = () => {};
    });
    afterEach(() => {
      console.warn = warn;
      if (before === undefined) delete process.env.MEM_LIMIT;
      else process.env.MEM_LIMIT = before;
    });
    const areStored = ({ train }: { train: Dataset }) =>
      train.images[Symbol.toStringTag] === "StoredImages";
    const bytes = 48 * size;

    it("where the memory that there may be is less than ten times theirs", async () => {
      for (const [limit, expected] of [
        [String(10 * bytes - 1), true],
        [String(10 * bytes), false],
        ["", false],
      ] as const) {
        process.env.MEM_LIMIT = limit;
        expect(areStored(await load()), `MEM_LIMIT ${limit}`).to.equal(expected);
        expect(areStored(await load({ images: "memory" }))).to.equal(false);
        expect(areStored(await load({ images: "files" }))).to.equal(true);
      }
    });

    it("but not where the files are packed, which is refused where it was asked for", async () => {
      for (const name of miniature.files.keys()) await rm(join(folder, name));
      const archive = join(folder, miniature.name);
      await writeFile(archive, miniature.archive);
      process.env.MEM_LIMIT = "1000";
      expect(areStored(await load())).to.equal(false);
      const refusal = await load({ images: "files" }).catch((error) => error.message);
      expect(refusal).to.equal(
        `loading CIFAR-10: images is "files", but ${archive} is packed; unpack it, or let ` +
          "npm run data do so, and name that folder as directory or in CNN_DATA_DIR",
      );
    });
  });

  it("are refused under another name of where", async () => {
    const options: LoadOptions = JSON.parse('{ "images": "disk" }');
    expect(await load(options).catch((error) => error.message)).to.equal(
      'loading CIFAR-10: images is disk, it takes "memory" or "files"',
    );
  });

  const path = () => join(folder, "data_batch_2.bin");
  const content = () => miniature.files.get("data_batch_2.bin") ?? Buffer.alloc(0);
  const changes: Record<string, () => Promise<void>> = {
    "has grown": () => appendFile(path(), "x"),
    "was cut": () => writeFile(path(), content().subarray(0, 3000)),
    "was written over": async () => {
      await writeFile(path(), Buffer.alloc(content().length));
      await utimes(path(), 1, 1);
    },
  };
  for (const [how, change] of Object.entries(changes)) {
    it(`are not read from a file that ${how} since`, async () => {
      imageAt(stored.train, 0);
      await change();
      expect(() => imageAt(stored.train, 0)).to.throw(
        `${path()} was changed since its images were loaded; restart the kernel and load them again`,
      );
    });
  }

  it("are refused where a file changes while they are loaded", async () => {
    const description = miniature.describe("http://127.0.0.1:9");
    const { checkFiles } = keepStored(description, [{ folder }]);
    checkFiles();
    let looks = 0;
    const changing: typeof description = {
      ...description,
      layout(file) {
        if (file.name === "test_batch.bin" && ++looks === 2) utimesSync(path(), 1, 1);
        return description.layout(file);
      },
    };
    const loading = loadDataset(changing, { directory: folder, images: "files" });
    const message = `${path()} was changed while it was read; load it again`;
    expect(await loading.catch((error) => error.message)).to.equal(message);
    expect(looks).to.equal(2);
    expect(checkFiles).to.throw(message);
  });

  it("come in batches, each in the place of the one before", () => {
    const { images } = stored.train;
    const read = (...indices: number[]) => {
      const batch = (images as StoredImages).readBatch(indices);
      const expected = subset(loaded.train, indices).images;
      expect(batch).to.deep.equal(expected);
      return batch;
    };
    const first = read(3, 1, 2);
    for (const next of [read(7, 0, 5), read(4), read(6, 6, 9)]) {
      expect(next.buffer).to.equal(first.buffer);
    }
    expect(read(1, 2, 3, 4).buffer).to.not.equal(first.buffer);
  });

  it("are refused where a label is none", async () => {
    const spoilt = Buffer.from(content());
    spoilt[3 * (size + 1)] = 10;
    await writeFile(path(), spoilt);
    const loading = load({ images: "files", verify: false });
    expect(await loading.catch((error) => error.message)).to.include(
      `${path()} holds in record 3 the label 10, CIFAR-10 has 0–9: replace it`,
    );
  });

  it("take no memory, of which others are told that there is too little", async () => {
    const { warn } = console;
    const before = process.env.MEM_LIMIT;
    const lines: string[] = [];
    console.warn = (line: string) => lines.push(line);
    process.env.MEM_LIMIT = "1";
    try {
      const description = miniature.describe("http://127.0.0.1:9");
      const sizes = { train: 1000, validation: 500, test: 800 }; // 7 MB, of which the files fill few
      for (const images of ["memory", "files"] as const) {
        await loadDataset({ ...description, sizes }, { directory: folder, images });
      }
    } finally {
      console.warn = warn;
      if (before === undefined) delete process.env.MEM_LIMIT;
      else process.env.MEM_LIMIT = before;
    }
    const needed = lines.map((line) => /^CIFAR-10 needs about (\d+) MB/.exec(line)?.[1]);
    expect(needed).to.deep.equal(["87", "80"]);
  });

  it("stay readable where another file has taken the place of one that was read, but are not mixed with it", async () => {
    const before = stored.train.images.slice();
    await writeFile(`${path()}.new`, Buffer.alloc(content().length));
    await rename(`${path()}.new`, path());
    expect(stored.train.images.slice()).to.deep.equal(before);
    const elsewhere = new StoredImages({
      ...(stored.train.images as StoredImages).place,
      files: (stored.train.images as StoredImages).place.files.map((file) => ({
        ...file,
        version: `${file.version} of before`,
      })),
    });
    expect(() => elsewhere.slice()).to.throw("was changed since its images were loaded");
  });
});
