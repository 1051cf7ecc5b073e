import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect } from "chai";
import {
  type Dataset,
  imageAt,
  type LoadOptions,
  loadCifar10,
  loadCifar100,
  loadEmnistDigits,
  loadFashionMnist,
  loadMnist,
  type Splits,
} from "lib/data";
import { create } from "tar";
import { cifar100 } from "../../lib/data/cifar100.ts";
import type { Description } from "../../lib/data/description.ts";
import { emnistDigits } from "../../lib/data/emnistDigits.ts";
import { fashionMnist } from "../../lib/data/fashionMnist.ts";
import { loadDataset } from "../../lib/data/load.ts";
import { mnist } from "../../lib/data/mnist.ts";
import { makeMiniature, temporaryFolder, writeFiles } from "./miniature.ts";

/** The dataset with so few images, of which every third label is the highest. */
interface Few {
  readonly description: Description;
  readonly files: Map<string, Buffer>;
}

const COUNT = { train: 6, test: 3 };
const sizes = { train: 4, validation: 2, test: 3 };

function few(dataset: Description, contentOf: (name: string) => Buffer): Few {
  const files = new Map<string, Buffer>();
  const packages = dataset.packages.map((pack) => ({
    ...pack,
    files: pack.files.map(({ sha256: _, ...file }) => {
      const content = contentOf(file.name);
      files.set(file.name, content);
      return { ...file, bytes: content.length };
    }),
  }));
  return { description: { ...dataset, packages, sizes }, files };
}

/** Pixel [y, x] of an image is 8·y + x; labels are 9, 1, 2, 9, … */
function idx(name: string): Buffer {
  const count = name.includes("train") ? COUNT.train : COUNT.test;
  const header = name.includes("images") ? [0x803, count, 28, 28] : [0x801, count];
  const content = Buffer.alloc(4 * header.length + count * (name.includes("images") ? 784 : 1));
  for (const [i, word] of header.entries()) content.writeUInt32BE(word, 4 * i);
  for (let i = 4 * header.length, k = 0; i < content.length; i++, k++) {
    const [y, x] = [Math.floor((k % 784) / 28), k % 28];
    content[i] = name.includes("images") ? 8 * y + x : k % 3 || 9;
  }
  return content;
}

/** Records of a coarse label 7, a fine one 99, 1, 2, 99, … and planes of 10, 20 and 30. */
function records(name: string): Buffer {
  const count = name.includes("train") ? COUNT.train : COUNT.test;
  const record = (i: number) => [
    7,
    i % 3 || 99,
    ...[10, 20, 30].flatMap((x) => Array(1024).fill(x)),
  ];
  return Buffer.from(Array.from({ length: count }, (_, i) => record(i)).flat());
}

describe("files of other datasets", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => rm(folder, { recursive: true }));

  const labelsOf = ({ train, validation, test }: Splits) => [
    [...train.labels, ...validation.labels].sort((a, b) => a - b),
    [...test.labels],
  ];
  const message = (loading: Promise<Splits>) =>
    loading.then(
      () => "it loaded",
      (error: Error) => error.message,
    );
  const datasets = {
    "Fashion-MNIST": few(fashionMnist, idx),
    "EMNIST digits": few(emnistDigits, idx),
    "CIFAR-100": few(cifar100, records),
  };

  for (const [name, { description, files }] of Object.entries(datasets)) {
    it(`of ${name} load with its own class names and source, packed or not, in its folder or not`, async () => {
      const places = [folder, ...description.folders.map((own) => join(folder, own))];
      for (const place of places) {
        for (const packed of [true, false]) {
          await rm(folder, { recursive: true });
          await mkdir(place, { recursive: true });
          const idxFiles = name !== "CIFAR-100";
          for (const [file, content] of files) {
            if (packed && idxFiles) await writeFile(join(place, `${file}.gz`), gzipSync(content));
            else await writeFile(join(place, file), content);
          }
          if (packed && !idxFiles) {
            const archive = join(place, description.packages[0].name);
            await create({ gzip: true, cwd: place, file: archive }, [...files.keys()]);
            for (const file of files.keys()) await rm(join(place, file));
          }
          const splits = await loadDataset(description, { directory: folder });
          const top = name === "CIFAR-100" ? 99 : 9;
          expect(labelsOf(splits)).to.deep.equal([
            [1, 1, 2, 2, top, top],
            [top, 1, 2],
          ]);
          for (const part of Object.values(splits) as Dataset[]) {
            expect(part.classes).to.equal(description.classes);
            expect(part.source).to.deep.equal({
              synthetic: false,
              description: `${name}, from ${folder}.`,
              name, // not "(real)": there are no sums to compare them with
            });
          }
          if (!packed) {
            const stored = await loadDataset(description, { directory: folder, images: "files" });
            for (const part of ["train", "validation", "test"] as const) {
              expect(stored[part].images.slice()).to.deep.equal(splits[part].images);
            }
          }
          const image = imageAt(splits.test, 2);
          const [atRow, atColumn] = name === "EMNIST digits" ? [1, 8] : [8, 1];
          if (name === "CIFAR-100") {
            expect([...image.subarray(0, 4)]).to.deep.equal([10, 20, 30, 10]);
          } else expect([image[28], image[1]]).to.deep.equal([atRow, atColumn]);
        }
      }
    });
  }

  it("have names of classes that are words", () => {
    const { classes } = cifar100;
    expect(classes.slice(0, 3)).to.deep.equal(["apple", "aquarium fish", "baby"]);
    expect(classes.filter((name) => name.includes("_"))).to.deep.equal([]);
  });

  it("have as many classes, and as large files, as their authors say", () => {
    const counts = [fashionMnist, emnistDigits, cifar100].map(({ classes, packages }) => ({
      classes: new Set(classes).size,
      bytes: packages.flatMap(({ files }) => files.map(({ bytes }) => bytes)),
    }));
    expect(counts).to.deep.equal([
      { classes: 10, bytes: [47040016, 60008, 7840016, 10008] },
      { classes: 10, bytes: [188160016, 240008, 31360016, 40008] },
      { classes: 100, bytes: [153700000, 30740000] },
    ]);
  });

  it("are asked for where they are missing, and never downloaded", async () => {
    const options = { directory: "", cache: folder };
    for (const load of [loadFashionMnist, loadEmnistDigits, loadCifar100]) {
      for (const where of [options, { directory: folder }]) {
        expect(await message(load(where as LoadOptions))).to.match(
          /has neither .* nor .*gz: put the file from http.* into a folder, and name that folder as directory or in CNN_DATA_DIR$/,
        );
      }
    }
  });

  it("are told apart where MNIST's lie in the place of Fashion-MNIST's", async () => {
    const [{ other }] = fashionMnist.packages[0].files.map((file) => file);
    expect(other?.sha256).to.equal(mnist.packages[0].files[0].sha256);
    const { description, files } = datasets["Fashion-MNIST"];
    await writeFiles(folder, files);
    const { createHash } = await import("node:crypto");
    const packages = description.packages.map((pack) => ({
      ...pack,
      files: pack.files.map((file) => {
        const sha256 = createHash("sha256")
          .update(files.get(file.name) ?? "")
          .digest("hex");
        return { ...file, other: { sha256, load: "loadMnist" } };
      }),
    }));
    const load = (verify: boolean) =>
      message(loadDataset({ ...description, packages }, { directory: folder, verify }));
    expect(await load(true)).to.match(
      /train-images-idx3-ubyte is the one that loadMnist loads: replace it by the file from http:\/\/fashion.*, or load it as it is with verify: false$/,
    );
    expect(await load(false)).to.equal("it loaded");
  });

  it("load as MNIST's or CIFAR-10's with verify: false, which the message names and the source tells", async () => {
    const miniature = await makeMiniature();
    const described = miniature.describe("http://127.0.0.1:9");
    const changed = new Map(
      [...miniature.files].map(([name, content]) => [name, Buffer.from(content)]),
    );
    changed.get("data_batch_1.bin")?.fill(7, 5, 6);
    await writeFiles(folder, changed);
    const load = (verify: boolean) => loadDataset(described, { directory: folder, verify });
    expect(await message(load(true))).to.match(
      /data_batch_1.bin has the sha256 .* instead of .*: replace it by the file from .*, or load it as it is with verify: false$/,
    );
    const what = "Files laid out as those of CIFAR-10, not compared with them";
    const { source } = (await load(false)).train;
    expect(source).to.include({ description: `${what}, from ${folder}.`, name: what });
  });

  it("are called real where all of them were compared with sums", async () => {
    const miniature = await makeMiniature();
    await writeFiles(folder, miniature.files);
    const described = miniature.describe("http://127.0.0.1:9");
    const without = (...names: string[]): Description => ({
      ...described,
      packages: described.packages.map((pack) => ({
        ...pack,
        files: pack.files.map(({ sha256, ...file }) =>
          names.includes(file.name) ? file : { ...file, sha256 },
        ),
      })),
    });
    const nameOf = async (dataset: Description, verify: boolean) =>
      (await loadDataset(dataset, { directory: folder, verify })).train.source.name;
    expect(await nameOf(described, true)).to.equal("CIFAR-10 (real)");
    for (const some of [without("data_batch_1.bin"), without(...miniature.files.keys())]) {
      for (const verify of [true, false]) expect(await nameOf(some, verify)).to.equal("CIFAR-10");
    }
  });

  it("are named where they are those of CIFAR for Python", async () => {
    const loads = { 10: loadCifar10, 100: loadCifar100 };
    for (const [classes, load] of Object.entries(loads)) {
      const archive = `cifar-${classes}-python.tar.gz`;
      await writeFile(join(folder, archive), "");
      expect(await message(load({ directory: folder }))).to.equal(
        `${folder} has ${archive}, CIFAR-${classes} for Python, in pickles that only Python reads: put ` +
          `cifar-${classes}-binary.tar.gz, the binary version, from ` +
          `https://www.cs.toronto.edu/~kriz/cifar-${classes}-binary.tar.gz there`,
      );
      await rm(join(folder, archive));
      const pickles = classes === "10" ? "data_batch_1" : "train";
      await writeFile(join(folder, pickles), "");
      expect(await message(load({ directory: folder }))).to.include(
        `${folder} has ${pickles}, CIFAR-`,
      );
      const binary = join(folder, `cifar-${classes}-binary.tar.gz`);
      await create({ gzip: true, cwd: folder, file: binary }, [pickles]);
      await rm(join(folder, pickles));
      expect(await message(load({ directory: folder }))).to.match(
        /binary.tar.gz lacks .*bin, it is the version for Python, whose pickles only Python reads: replace it/,
      );
      await rm(binary);
    }
  });

  it("do not hide MNIST's from MNIST", async () => {
    expect(await message(loadMnist({ directory: folder }))).to.include("or unset CNN_DATA_DIR");
  });
});
