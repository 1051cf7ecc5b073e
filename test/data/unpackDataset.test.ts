import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
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

  it("leaves alone what may not be downloaded and lies nowhere", async () => {
    const dataset = { ...miniature.describe(server.address), downloads: false };
    const { place } = await unpackDataset(dataset, folder, [source], options);
    expect(place).to.equal(undefined);
    expect(await readdir(folder)).to.deep.equal([]);
  });
});
