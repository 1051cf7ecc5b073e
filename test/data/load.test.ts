import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { expect } from "chai";
import { imageAt, type LoadOptions, type Splits } from "lib/data";
import { loadDataset } from "../../lib/data/load.ts";
import { locateDataset } from "../../lib/data/locate.ts";
import { type Miniature, makeMiniature, temporaryFolder, writeFiles } from "./miniature.ts";

describe("loading from a folder", () => {
  let folder: string;
  let miniature: Miniature;

  before(async () => {
    miniature = await makeMiniature();
  });

  beforeEach(async () => {
    folder = await temporaryFolder();
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  const load = (options: LoadOptions = {}) =>
    loadDataset(miniature.describe("http://127.0.0.1:9"), { directory: folder, ...options });

  const failure = async (options: LoadOptions = {}): Promise<Error> =>
    load(options).then(
      () => expect.fail("it loaded"),
      (error) => error,
    );

  it("takes the archive, the unpacked files, or these in their own folder", async () => {
    await writeFile(join(folder, miniature.name), miniature.archive);
    const packed = await load();
    await rm(join(folder, miniature.name));
    await writeFiles(folder, miniature.files);
    const unpacked = await load();
    await rm(folder, { recursive: true });
    await mkdir(join(folder, "cifar-10-batches-bin"), { recursive: true });
    await writeFiles(join(folder, "cifar-10-batches-bin"), miniature.files);
    const inside = await load();
    expect(unpacked.train.images).to.deep.equal(packed.train.images);
    expect(inside).to.deep.equal(unpacked);
    expect(packed.train.source).to.deep.equal({
      synthetic: false,
      description: `CIFAR-10, from ${folder}.`,
      name: "CIFAR-10 (real)",
    });
  });

  it("writes nothing there", async () => {
    await writeFile(join(folder, miniature.name), miniature.archive);
    await load();
    expect(await readdir(folder)).to.deep.equal([miniature.name]);
  });

  it("puts every image in exactly one part, pixel by pixel", async () => {
    await writeFiles(folder, miniature.files);
    const { train, validation, test } = await load();
    const training = [...miniature.files].filter(([name]) => name.startsWith("data"));
    const expected = training.flatMap(([, content]) => records(content));
    const found = [train, validation].flatMap((part) =>
      [...part.labels].map(
        (label, i) => `${label} ${Buffer.from(imageAt(part, i)).toString("hex")}`,
      ),
    );
    expect(found).to.have.members(expected);
    expect([train.labels.length, validation.labels.length]).to.deep.equal([30, 10]);
    const inOrder = [...test.labels].map(
      (label, i) => `${label} ${Buffer.from(imageAt(test, i)).toString("hex")}`,
    );
    expect(inOrder).to.deep.equal(records(miniature.files.get("test_batch.bin")));
  });

  it("splits by the seed alone", async () => {
    await writeFiles(folder, miniature.files);
    const labels = ({ train }: Splits) => [...train.labels];
    const first = labels(await load({ seed: 1 }));
    expect(labels(await load({ seed: 1 }))).to.deep.equal(first);
    expect(labels(await load({ seed: 2 }))).to.not.deep.equal(first);
  });

  it("says which file is missing and where to get it", async () => {
    const remedy =
      ": put the file from http://127.0.0.1:9/cifar-10-binary.tar.gz there, or unset CNN_DATA_DIR and it will be downloaded";
    expect((await failure({ directory: relative(".", folder) })).message).to.equal(
      `${folder} has neither data_batch_1.bin nor cifar-10-binary.tar.gz${remedy}`,
    );
    await writeFiles(folder, miniature.files);
    await rm(join(folder, "data_batch_2.bin"));
    expect((await failure()).message).to.equal(
      `${folder} has neither data_batch_2.bin nor cifar-10-binary.tar.gz${remedy}`,
    );
  });

  it("says what is missing in the folder itself, whatever others it looks into", async () => {
    const description = miniature.describe("http://127.0.0.1:9");
    await writeFiles(folder, miniature.files);
    await rm(join(folder, "data_batch_3.bin"));
    const own = ["first", "second", "third"];
    for (const name of own) await mkdir(join(folder, name));
    await writeFile(join(folder, "second", "data_batch_1.bin"), "");
    const loading = loadDataset({ ...description, folders: own }, { directory: folder });
    expect((await loading.catch((error) => error)).message).to.include(
      `${folder} has neither data_batch_3.bin nor`,
    );
  });

  it("says of a wrong file in the cache that it is to be deleted", async () => {
    const spoilt = await makeMiniature((files) => files.get("data_batch_4.bin")?.fill(3, 5, 6));
    const path = join(folder, spoilt.name);
    await writeFile(path, spoilt.archive);
    expect((await failure({ directory: "", cache: folder })).message).to.match(
      /data_batch_4\.bin has the sha256 \w+ instead of \w+: delete the file and run this again, it will be downloaded anew$/,
    );
  });

  it("has the seed 0 unless it is told", async () => {
    await writeFiles(folder, miniature.files);
    expect(await load()).to.deep.equal(await load({ seed: 0 }));
  });

  it("says which file is truncated or too long, and leaves the others alone", async () => {
    await writeFiles(folder, miniature.files);
    const path = join(folder, "data_batch_3.bin");
    const content = await readFile(path);
    await writeFile(path, content.subarray(0, 1000));
    expect((await failure()).message).to.equal(
      `${path} has 1000 bytes instead of 24584: replace it by the file from http://127.0.0.1:9/cifar-10-binary.tar.gz`,
    );
    await writeFile(path, Buffer.concat([content, Buffer.from("x")]));
    expect((await failure({ verify: false })).message).to.contain(
      `${path} has more than 24584 bytes`,
    );
    expect(await readdir(folder)).to.have.length(6);
  });

  it("says which file has a wrong sum, and both sums", async () => {
    await writeFiles(folder, miniature.files);
    const path = join(folder, "data_batch_5.bin");
    const content = await readFile(path);
    content[24000] ^= 1;
    await writeFile(path, content);
    expect((await failure()).message).to.match(
      /data_batch_5\.bin has the sha256 [0-9a-f]{64} instead of [0-9a-f]{64}: replace it by the file from http/,
    );
    expect((await load({ verify: false })).train.labels).to.have.length(30);
  });

  it("says which record has a label over 9, sums compared or not", async () => {
    await writeFiles(folder, miniature.files);
    const path = join(folder, "test_batch.bin");
    const content = await readFile(path);
    content[3 * 3073] = 10;
    await writeFile(path, content);
    expect((await failure({ verify: false })).message).to.contain(
      `${path} holds in record 3 the label 10, CIFAR-10 has 0–9: replace it`,
    );
  });

  it("says that an archive is broken off, is none, or lacks a file", async () => {
    const path = join(folder, miniature.name);
    const message = async (content: Buffer) => {
      await writeFile(path, content);
      return (await failure()).message;
    };
    const remedy = ": replace it by the file from http://127.0.0.1:9/cifar-10-binary.tar.gz";
    expect(await message(miniature.archive.subarray(0, 60000))).to.match(
      /cannot be read \(.*unexpected end of file\)/,
    );
    for (const none of [Buffer.alloc(0), Buffer.from("<html>Please log in</html>")]) {
      const said = await message(none);
      expect(said.startsWith(`${path} cannot be read (`), said).to.equal(true);
      expect(said.endsWith(remedy), said).to.equal(true);
    }
    const longer = await makeMiniature((files) =>
      files.set("data_batch_4.bin", Buffer.alloc(200000)),
    );
    expect(await message(longer.archive)).to.equal(
      `${path}: data_batch_4.bin has more than 24584 bytes${remedy}`,
    );
    const without = await makeMiniature((files) => files.delete("data_batch_4.bin"));
    expect(await message(without.archive)).to.equal(`${path} lacks data_batch_4.bin${remedy}`);
  });

  it("says which file of an archive has a wrong sum", async () => {
    const spoilt = await makeMiniature((files) => files.get("data_batch_4.bin")?.fill(3, 5, 6));
    await writeFile(join(folder, spoilt.name), spoilt.archive);
    const loading = loadDataset(spoilt.describe("http://127.0.0.1:9"), { directory: folder });
    const { message } = await loading.catch((error) => error);
    expect(message).to.contain(`${join(folder, spoilt.name)}: data_batch_4.bin has the sha256`);
  });

  it("reads what CNN_DATA_DIR names", async () => {
    await writeFiles(folder, miniature.files);
    const before = process.env.CNN_DATA_DIR;
    try {
      process.env.CNN_DATA_DIR = folder;
      expect((await load({ directory: undefined })).train.source.description).to.contain(folder);
    } finally {
      if (before === undefined) delete process.env.CNN_DATA_DIR;
      else process.env.CNN_DATA_DIR = before;
    }
  });

  it("says that nothing stands in for a dataset that has no stand-in", async () => {
    const { standIn, ...description } = miniature.describe("http://127.0.0.1:9");
    expect(await loadDataset(description, { synthetic: true }).catch(String)).to.equal(
      "Error: nothing stands in for CIFAR-10, as was asked for",
    );
  });

  it("tells where the files are without reading them", async () => {
    const description = miniature.describe("http://127.0.0.1:9");
    expect(await locateDataset(description, { directory: "", cache: folder })).to.deep.equal({
      found: false,
      description: `CIFAR-10 will be downloaded from 127.0.0.1:9 to ${folder} (170 MB)`,
    });
    await writeFile(join(folder, miniature.name), "anything");
    const found = { found: true, description: `CIFAR-10 is in ${folder}` };
    expect(await locateDataset(description, { directory: "", cache: folder })).to.deep.equal(found);
    expect(await locateDataset(description, { directory: folder })).to.deep.equal(found);
  });
});

/** Label and pixels of each record, as text, [row, col, channel]. */
function records(content: Buffer = Buffer.alloc(0)): string[] {
  return Array.from({ length: content.length / 3073 }, (_, i) => {
    const [label, ...planes] = content.subarray(i * 3073, (i + 1) * 3073);
    const pixels = Array.from(
      { length: 3072 },
      (_, at) => planes[(at % 3) * 1024 + Math.floor(at / 3)],
    );
    return `${label} ${Buffer.from(pixels).toString("hex")}`;
  });
}
