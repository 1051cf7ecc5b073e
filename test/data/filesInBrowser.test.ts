import { gzipSync } from "node:zlib";
import { expect } from "chai";
import * as files from "../../lib/data/filesInBrowser.ts";
import { keepFile, keptName } from "../../lib/data/keptFiles.ts";
import { readAlone } from "../../lib/data/readPackageInBrowser.ts";
import { isWrongSum } from "../../lib/data/wrongFile.ts";
import { contracts } from "../platform/contracts.ts";
import { type SiteFiles, siteFiles } from "../platform/siteFiles.ts";
import { type Miniature, makeMiniature } from "./miniature.ts";
import { tarred } from "./tarred.ts";

describe("the files of datasets in a page", () => {
  let site: SiteFiles;
  let miniature: Miniature;
  before(async () => {
    miniature = await makeMiniature();
  });
  beforeEach(() => {
    site = siteFiles();
  });
  afterEach(() => site.remove());

  const keep = (name: string, content: Uint8Array) =>
    keepFile(name, new File([Uint8Array.from(content)], name));
  const described = () => miniature.describe("https://example.com");
  const read = async (found: Parameters<typeof files.readPackage>[0]) => {
    const taken: Record<string, string> = {};
    const [pack] = described().packages;
    await files.readPackage(found, pack, true, ({ name }, bytes) => {
      taken[name] = Buffer.from(bytes).toString("hex");
    });
    return taken;
  };
  const contents = () =>
    Object.fromEntries([...miniature.files].map(([name, bytes]) => [name, bytes.toString("hex")]));
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => expect.fail("nothing was thrown"),
      (error: Error) => error,
    );

  it("keep the contract that those of Node keep", () =>
    contracts.files(files, {
      echo: new URL("file:///none"),
      folder: "none",
      async put(name, content) {
        await keep(name, content);
        return { archive: name };
      },
    }));

  it("are found packed, or unpacked as soon as all are there", async () => {
    const dataset = described();
    const [pack] = dataset.packages;
    const find = () => files.findPackage(files.folderOf(), dataset, pack);
    const where = async () => (await files.locateDataset(dataset)).description;
    expect(files.folderOf()).to.deep.equal({ path: "this browser", isCache: true });
    expect(await find()).to.equal(undefined);
    expect(await files.locateDataset(dataset)).to.deep.equal({
      found: false,
      description: `CIFAR-10 is not in this browser: give it ${pack.name}`,
    });

    await keep(keptName("CIFAR-10", pack.name), miniature.archive);
    expect(await find()).to.deep.equal({ archive: `CIFAR-10 ${pack.name}` });
    expect(await files.locateDataset(dataset)).to.deep.equal({
      found: true,
      description: "CIFAR-10 is in this browser",
    });
    expect(await read({ archive: `CIFAR-10 ${pack.name}` })).to.deep.equal(contents());

    const [last, ...others] = [...miniature.files].reverse();
    for (const [name, bytes] of others) await keep(keptName("CIFAR-10", name), bytes);
    expect(await find()).to.deep.equal({ archive: `CIFAR-10 ${pack.name}` });
    await keep(keptName("CIFAR-10", last[0]), last[1]);
    expect(await find()).to.deep.equal({ folder: "CIFAR-10" });
    expect(await where()).to.equal("CIFAR-10 is in this browser");
    expect(await read({ folder: "CIFAR-10" })).to.deep.equal(contents());
  });

  it("are named where they were taken away meanwhile", async () => {
    expect((await refusal(read({ archive: "CIFAR-10 a.tar.gz" }))).message).to.equal(
      "CIFAR-10 a.tar.gz is no longer in this browser",
    );
    expect((await refusal(read({ folder: "CIFAR-10" }))).message).to.equal(
      "data_batch_1.bin is no longer in this browser",
    );
  });

  it("are read as they are where the browser has unpacked them", async () => {
    const plain = tarred([...miniature.files]);
    await keep("plain.tar", plain);
    expect(await read({ archive: "plain.tar" })).to.deep.equal(contents());
  });

  it("may be of several sizes, beside others that nobody wants", async () => {
    const sizes = [3, 700, 20];
    const listed = sizes.map((bytes, i) => ({ name: `${i}.bin`, bytes }));
    const content = (bytes: number) => new Uint8Array(bytes).fill(bytes);
    const packed = listed.map(({ name, bytes }) => [`folder/${name}`, content(bytes)] as const);
    await keep("plain.tar", tarred([["folder/readme.html", Buffer.from("?")], ...packed]));
    const [{ urls }] = described().packages;
    const taken: [string, number[]][] = [];
    await files.readPackage(
      { archive: "plain.tar" },
      { name: "plain.tar.gz", urls, files: listed },
      false,
      ({ name }, bytes) => taken.push([name, [...bytes]]),
    );
    expect(taken).to.deep.equal(listed.map(({ name, bytes }) => [name, [...content(bytes)]]));
  });

  it("are unpacked where they begin as gzipped ones do, alone", async () => {
    const read = async (content: Uint8Array) => {
      const bytes: number[] = [];
      const whole = { name: "a", bytes: 3 };
      await readAlone(new File([Uint8Array.from(content)], "a"), whole, true, (_, taken) =>
        bytes.push(...taken),
      );
      return bytes;
    };
    for (const bytes of [
      [0x1f, 0, 1],
      [0, 0x8b, 1],
      [0x8b, 0x1f, 1],
    ]) {
      expect(await read(Uint8Array.from(bytes))).to.deep.equal(bytes);
      expect(await read(gzipSync(Uint8Array.from(bytes)))).to.deep.equal(bytes);
    }
  });

  it("are read no further than they are wanted", async () => {
    let cancelled = 0;
    const file = new File([Uint8Array.of(1, 2, 3, 4)], "a");
    file.stream = () =>
      new ReadableStream({
        pull: (controller) => controller.enqueue(Uint8Array.of(1, 2, 3, 4)),
        cancel() {
          cancelled++;
        },
      });
    const reading = readAlone(file, { name: "a", bytes: 3 }, true, () => {});
    expect((await refusal(reading)).message).to.equal("a has more than 3 bytes");
    expect(cancelled).to.equal(1);
  });

  it("are told apart where their sums are wrong", async () => {
    const spoilt = await makeMiniature((files) => files.get("data_batch_4.bin")?.fill(3, 5, 6));
    await keep("spoilt", spoilt.archive);
    const error = await refusal(read({ archive: "spoilt" }));
    expect(isWrongSum(error)).to.equal(true);
    expect(error.message).to.match(/^cifar-10-binary\.tar\.gz data_batch_4\.bin has the sha256/);
  });

  it("are refused where they are the version for Python, are cut off or are none", async () => {
    const archive = "CIFAR-10 cifar-10-binary.tar.gz";
    await keep(archive, tarred([["data_batch_1", Buffer.of(1)]]));
    expect((await refusal(read({ archive }))).message).to.equal(
      "cifar-10-binary.tar.gz lacks data_batch_1.bin, it is the version for Python, whose pickles only Python reads",
    );
    await keep(archive, miniature.archive.subarray(0, 60000));
    const cut = await refusal(read({ archive }));
    expect(cut.constructor.name).to.equal("CutOffError");
    expect(cut.message).to.match(/^(data_batch_\d|cifar-10-binary).* is not whole \(.+\)$/);
    await keep(archive, Buffer.from("<html>".repeat(200)));
    expect((await refusal(read({ archive }))).message).to.equal("cifar-10-binary.tar.gz is no tar");
  });

  it("are never downloaded, nor left in files, and that is told apart from other errors", async () => {
    const offline = await refusal(files.fetchPackage());
    expect(files.isOffline(offline)).to.equal(true);
    expect(files.isOffline(new Error(offline.message))).to.equal(false);
    expect(offline.message).to.equal(
      "this browser has no files of it; they are a fifth as many, for phones",
    );
    expect(files.standInSizes({ train: 45000, validation: 5000, test: 9996 })).to.deep.equal({
      train: 9000,
      validation: 1000,
      test: 2000,
    });
    expect(files.staysStored()).to.equal(false);
    for (const ask of [files.keepStored, files.openStored]) {
      expect(ask).to.throw("a page has all images in memory");
    }
  });

  it("come with what the reader can do", () => {
    const [pack] = described().packages;
    expect(files.remedy(files.folderOf(), pack)).to.equal(
      `give this page ${pack.name} from https://example.com/${pack.name} once more`,
    );
    expect(files.wayToRealData("a.gz, b.gz", "https://example.com")).to.equal(
      'To get the real ones, save a.gz, b.gz from https://example.com, choose them under "Data files" on this page or ' +
        "drop them on it, and run this cell again; they stay in this browser.",
    );
  });
});
