import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import type { Description } from "../../lib/data/description.ts";
import { idxLayout } from "../../lib/data/idx.ts";
import { loadDataset } from "../../lib/data/load.ts";
import { unpackDataset } from "../../lib/data/unpackDataset.ts";
import { type FileServer, serveFile } from "./fileServer.ts";
import { type Miniature, makeMiniature, sha256, temporaryFolder, writeFiles } from "./miniature.ts";

const options = {
  fetch,
  onProgress() {},
  pause: 1,
  silence: 20_000,
  heartbeat: 200,
  timeout: 4000,
};

describe("unpacking a dataset for a class", () => {
  let folder: string;
  let source: string;
  let miniature: Miniature;
  let server: FileServer;
  const place = () => join(folder, "cifar-10-batches-bin");
  const unpack = (...sources: string[]) =>
    unpackDataset(miniature.describe(server.address), folder, sources, options);
  const expectAll = async () => {
    expect(await readdir(folder)).to.deep.equal(["cifar-10-batches-bin"]);
    expect(await readdir(place())).to.have.members([...miniature.files.keys()]);
    expect((await stat(place())).mode & 0o777).to.equal(0o755);
    for (const [name, content] of miniature.files) {
      expect(await readFile(join(place(), name)), name).to.deep.equal(content);
      expect((await stat(join(place(), name))).mode & 0o777, name).to.equal(0o644);
    }
  };

  beforeEach(async () => {
    miniature = await makeMiniature();
    [folder, source] = [await temporaryFolder(), await temporaryFolder()];
    server = await serveFile(miniature.archive);
  });
  afterEach(async () => {
    await server.close();
    for (const each of [folder, source]) await rm(each, { recursive: true });
  });

  it("takes the archive or the files from a source, for all to read whatever the umask", async () => {
    const before = process.umask(0o077);
    try {
      await writeFile(join(source, miniature.name), miniature.archive);
      expect(await unpack(source)).to.deep.equal({
        place: place(),
        origin: `from ${source}`,
        damaged: [],
      });
      await expectAll();
      await rm(place(), { recursive: true });
      await rm(join(source, miniature.name));
      await writeFiles(source, miniature.files);
      await unpack(source);
      await expectAll();
    } finally {
      process.umask(before);
    }
  });

  it("leaves what is there and right, and asks nobody for it", async () => {
    await mkdir(place());
    await writeFiles(place(), miniature.files);
    await server.close();
    const { mtimeMs } = await stat(join(place(), "data_batch_1.bin"));
    expect((await unpack()).origin).to.equal("there before");
    expect((await stat(join(place(), "data_batch_1.bin"))).mtimeMs).to.equal(mtimeMs);
  });

  it("passes a damaged file or archive over, and names it", async () => {
    await mkdir(place());
    await writeFiles(place(), miniature.files);
    await writeFile(join(place(), "data_batch_3.bin"), Buffer.alloc(24584));
    await writeFile(join(source, miniature.name), miniature.archive.subarray(0, 60000));
    const { origin, damaged } = await unpack(source);
    expect(origin).to.match(/^from 127.0.0.1:/);
    expect(damaged[0]).to.include("data_batch_3.bin has the sha256");
    expect(damaged[1]).to.include("unexpected end of file");
    await expectAll();
  });

  it("passes over the files of another dataset, which are not damaged", async () => {
    await writeFiles(source, miniature.files);
    const other = Buffer.alloc(miniature.files.get("data_batch_3.bin")?.length ?? 0);
    await writeFile(join(source, "data_batch_3.bin"), other);
    const dataset = miniature.describe(server.address);
    const packages = dataset.packages.map((pack) => ({
      ...pack,
      files: pack.files.map((file) =>
        file.name === "data_batch_3.bin"
          ? { ...file, other: { sha256: sha256(other), load: "loadOthers" } }
          : file,
      ),
    }));
    const unpacked = await unpackDataset({ ...dataset, packages }, folder, [source], options);
    expect(unpacked.damaged).to.deep.equal([]);
    await expectAll();
  });

  it("names a file that cannot be written, and leaves no part of it", async () => {
    const folderInPlace = join(place(), "data_batch_2.bin");
    await mkdir(folderInPlace, { recursive: true });
    await writeFile(join(source, miniature.name), miniature.archive);
    expect(await unpack(source).catch(({ message }) => message)).to.contain(
      `${folderInPlace} cannot be written (EISDIR)`,
    );
    expect((await readdir(place())).filter((name) => name.includes(".part"))).to.deep.equal([]);
  });

  it("downloads what no source has, and leaves no archive", async () => {
    expect((await unpack(source)).origin).to.match(/^from 127.0.0.1:/);
    await expectAll();
    const loaded = await loadDataset(miniature.describe(server.address), { directory: folder });
    expect(loaded.train.labels).to.have.length(30);
  });

  it("unpacks an archive that lies in their place, and needs all files where they are unpacked", async () => {
    await mkdir(place());
    await writeFile(join(place(), miniature.name), miniature.archive);
    await writeFile(join(place(), "data_batch_1.bin"), "");
    await writeFile(join(source, "data_batch_2.bin"), "");
    const { origin, damaged } = await unpack(source);
    expect({ origin, damaged }).to.deep.equal({ origin: `from ${place()}`, damaged: [] });
    await rm(join(place(), miniature.name));
    await expectAll();
  });

  it("names a file that cannot be begun", async () => {
    const name = "deep/data_batch_1.bin";
    await mkdir(join(source, "deep"));
    await writeFile(join(source, name), miniature.files.get("data_batch_1.bin") ?? "");
    const dataset = miniature.describe(server.address);
    const packages = dataset.packages.map((pack) => ({
      ...pack,
      files: pack.files.slice(0, 1).map((file) => ({ ...file, name })),
    }));
    const unpacking = unpackDataset({ ...dataset, packages }, folder, [source], options);
    expect(await unpacking.catch(({ message }) => message)).to.include(
      `${join(place(), name)} cannot be written (ENOENT)`,
    );
  });

  describe("compares with the format what has no sum:", () => {
    const file = { name: "train-labels", bytes: 8 + 4 };
    const dataset: Description = {
      ...{ name: "DIGITS", folders: ["digits"], downloads: false, classes: ["0", "1"] },
      packages: [{ name: "train-labels.gz", urls: ["https://a.b/c.gz"], files: [file] }],
      ...{ shape: [1, 1, 1], sizes: { train: 4, validation: 0, test: 0 }, layout: idxLayout() },
    };
    const rows: Record<string, [labels: number[], count: number, damage?: string]> = {
      "all is right": [[0, 1, 1, 0], 4],
      "a label is none": [[0, 1, 0, 2], 4, "holds in record 3 the label 2, DIGITS has 0–1"],
      "the first label is none": [[2, 1, 0, 0], 4, "holds in record 0 the label 2"],
      "the header is another's": [[0, 1, 1, 0], 5, "begins with 2049, 5 instead of 2049, 4"],
    };
    for (const [what, [labels, count, damage]] of Object.entries(rows)) {
      it(what, async () => {
        const content = Buffer.from([0, 0, 8, 1, 0, 0, 0, count, ...labels]);
        await writeFile(join(source, file.name), content);
        const { place, origin, damaged } = await unpackDataset(dataset, folder, [source], options);
        if (damage) {
          expect({ place, origin }).to.deep.equal({
            ...{ place: undefined, origin: "in none of the folders" },
          });
          expect(damaged).to.have.length(1);
          expect(damaged[0]).to.include(`${join(source, file.name)} ${damage}`);
        } else {
          expect(origin).to.equal(`from ${source}`);
          expect(await readFile(join(folder, "digits", file.name))).to.deep.equal(content);
        }
      });
    }

    it("records that come after those of another file", async () => {
      const { files } = miniature;
      const described = miniature.describe(server.address);
      const packages = described.packages.map((pack) => ({
        ...pack,
        files: pack.files.map(({ name, bytes }) => ({ name, bytes })),
      }));
      const spoilt = Buffer.from(files.get("data_batch_5.bin") ?? "");
      spoilt[7 * 3073] = 10;
      await writeFiles(source, new Map([...files, ["data_batch_5.bin", spoilt]]));
      const withoutSums = { ...described, packages, downloads: false };
      const { damaged } = await unpackDataset(withoutSums, folder, [source], options);
      expect(damaged).to.have.length(1);
      expect(damaged[0]).to.match(/data_batch_5\.bin holds in record 7 the label 10, CIFAR-10/);
    });
  });

  it("leaves alone what may not be downloaded and lies nowhere", async () => {
    const dataset = { ...miniature.describe(server.address), downloads: false };
    const { place } = await unpackDataset(dataset, folder, [source], options);
    expect(place).to.equal(undefined);
    expect(await readdir(folder)).to.deep.equal([]);
  });
});
