import { createHash } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect } from "chai";
import { imageAt, type LoadOptions, type Splits } from "lib/data";
import type { Description } from "../../lib/data/description.ts";
import { loadDataset } from "../../lib/data/load.ts";
import { mnist } from "../../lib/data/mnist.ts";
import { temporaryFolder } from "./miniature.ts";

describe("MNIST's files", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await temporaryFolder();
  });

  afterEach(() => rm(folder, { recursive: true }));

  /** Writes four files of 6 training and 2 test digits, whose sums are right, and loads them. */
  const load = async (
    change: (files: Map<string, Buffer>) => void = () => {},
    packed = true,
    images: LoadOptions["images"] = "memory",
  ): Promise<Splits> => {
    const files = new Map([
      ["train-images-idx3-ubyte", idx([0x803, 6, 28, 28], (i) => Math.floor(i / 784) + 10)],
      ["train-labels-idx1-ubyte", idx([0x801, 6], (i) => i)],
      ["t10k-images-idx3-ubyte", idx([0x803, 2, 28, 28], (i) => i)],
      ["t10k-labels-idx1-ubyte", idx([0x801, 2], (i) => 9 - i)],
    ]);
    change(files);
    const packages: Description["packages"] = mnist.packages.map((pack) => {
      const content = files.get(pack.files[0].name) ?? Buffer.alloc(0);
      const sha256 = createHash("sha256").update(content).digest("hex");
      return { ...pack, files: [{ ...pack.files[0], bytes: content.length, sha256 }] };
    });
    for (const [name, content] of files) {
      if (packed) await writeFile(join(folder, `${name}.gz`), gzipSync(content));
      else await writeFile(join(folder, name), content);
    }
    const sizes = { train: 4, validation: 2, test: 2 };
    return loadDataset({ ...mnist, packages, sizes }, { directory: folder, images });
  };

  it("give each image its label, packed or not", async () => {
    for (const packed of [true, false]) {
      const { train, validation, test } = await load(undefined, packed);
      for (const part of [train, validation]) {
        part.labels.forEach((label, i) => {
          expect(new Set(imageAt(part, i))).to.deep.equal(new Set([label + 10]));
        });
      }
      expect([...train.labels, ...validation.labels].sort()).to.deep.equal([0, 1, 2, 3, 4, 5]);
      expect([...test.labels]).to.deep.equal([9, 8]);
      expect([...imageAt(test, 1).subarray(0, 3)]).to.deep.equal([784 % 256, 785 % 256, 786 % 256]);
      expect(test.shape).to.deep.equal([28, 28, 1]);
    }
  });

  it("are refused with another magic number or other dimensions", async () => {
    const magic = load((files) => files.get("t10k-images-idx3-ubyte")?.writeUInt32BE(0x801));
    expect((await magic.catch((error) => error)).message).to.equal(
      `${join(folder, "t10k-images-idx3-ubyte.gz")} begins with 2049, 2, 28, 28 instead of 2051, 2, 28, 28: ` +
        "replace it by the file from https://storage.googleapis.com/cvdf-datasets/mnist/t10k-images-idx3-ubyte.gz",
    );
    for (const images of ["memory", "files"] as const) {
      const unpacked = load(
        (files) => files.get("t10k-images-idx3-ubyte")?.writeUInt32BE(27, 12),
        false,
        images,
      );
      expect((await unpacked.catch((error) => error)).message).to.include(
        "t10k-images-idx3-ubyte begins with 2051, 2, 28, 27 instead of 2051, 2, 28, 28: replace",
      );
    }
    await rm(folder, { recursive: true });
    await mkdir(folder);
    const count = load((files) => files.get("train-labels-idx1-ubyte")?.writeUInt32BE(7, 4));
    expect((await count.catch((error) => error)).message).to.contain(
      "begins with 2049, 7 instead of 2049, 6",
    );
  });

  it("are refused with a label over 9", async () => {
    const loading = load((files) => files.get("train-labels-idx1-ubyte")?.writeUInt8(10, 8 + 5));
    expect((await loading.catch((error) => error)).message).to.contain(
      "holds in record 5 the label 10, MNIST has 0–9",
    );
  });

  it("are refused when one is broken off", async () => {
    await load();
    const path = join(folder, "train-images-idx3-ubyte.gz");
    const { description } = (await load()).train.source;
    expect(description).to.equal(`MNIST, from ${folder}.`);
    await writeFile(path, gzipSync(Buffer.alloc(5000)).subarray(0, -9));
    const loading = loadDataset(mnist, { directory: folder });
    expect((await loading.catch((error) => error)).message).to.contain(
      `${path} cannot be read (unexpected end of file)`,
    );
  });
});

function idx(header: readonly number[], byte: (i: number) => number): Buffer {
  const words = Buffer.alloc(4 * header.length);
  for (const [i, word] of header.entries()) words.writeUInt32BE(word, 4 * i);
  const length = header.slice(1).reduce((product, dimension) => product * dimension);
  return Buffer.concat([words, Buffer.from(Uint8Array.from({ length }, (_, i) => byte(i)))]);
}
