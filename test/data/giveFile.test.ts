import { gunzipSync } from "node:zlib";
import { expect } from "chai";
import { cifar10 } from "../../lib/data/cifar10.ts";
import { giveFile, keptDatasets } from "../../lib/data/giveFile.ts";
import { keepFile, keptFile, keptName } from "../../lib/data/keptFiles.ts";
import { mnist } from "../../lib/data/mnist.ts";
import { type SiteFiles, siteFiles } from "../platform/siteFiles.ts";
import { type Miniature, makeMiniature } from "./miniature.ts";

describe("a file that is given to a page", () => {
  let site: SiteFiles;
  let miniature: Miniature;
  before(async () => {
    miniature = await makeMiniature();
  });
  beforeEach(() => {
    site = siteFiles();
  });
  afterEach(() => site.remove());

  const give = (name: string, content: Uint8Array = Uint8Array.of(1)) =>
    giveFile(new File([Uint8Array.from(content)], name), [
      miniature.describe("https://example.com"),
    ]);
  const refusal = (name: string, content?: Uint8Array) =>
    give(name, content).then(
      () => expect.fail("it was kept"),
      (error: Error) => error.message,
    );
  const names = cifar10.packages[0].files.map(({ name }) => name);

  it("is kept, and the dataset is complete with its package", async () => {
    expect(await give(miniature.name, miniature.archive)).to.equal(
      `${miniature.name} is kept in this browser; CIFAR-10 is complete: run the cell that loads it again.`,
    );
    expect((await keptFile(`CIFAR-10 ${miniature.name}`))?.size).to.equal(miniature.archive.length);
  });

  it("may be one of a package's files, in a second download, and is told with what lacks yet", async () => {
    for (const [i, [name, content]] of [...miniature.files].entries()) {
      const second = name.replace(".bin", i % 2 ? " (1).bin" : "(12).bin");
      const rest =
        i + 1 < names.length
          ? `still lacks ${miniature.name}`
          : "is complete: run the cell that loads it again";
      expect(await give(second, content)).to.equal(
        `${name} is kept in this browser; CIFAR-10 ${rest}.`,
      );
    }
    const [cifar] = await keptDatasets();
    expect(cifar).to.deep.equal({
      name: "CIFAR-10",
      files: names.map((name) => keptName("CIFAR-10", name)),
      missing: [],
    });
  });

  it("may be a package that the browser has unpacked", async () => {
    const unpacked = miniature.name.replace(/\.gz$/, "");
    expect(await give(unpacked, gunzipSync(miniature.archive))).to.match(/ is complete: /);
    expect(await keptFile(`CIFAR-10 ${miniature.name}`)).to.not.equal(undefined);
  });

  it("is held until the page is left where the browser keeps none", async () => {
    site.remove();
    site = siteFiles({ overHttp: true });
    expect(await give(miniature.name, miniature.archive)).to.match(
      /^cifar-10-binary\.tar\.gz is kept until this page is left; /,
    );
  });

  it("is not kept where it is another one, once for each reason", async () => {
    const spoilt = Uint8Array.from(miniature.files.get(names[0]) ?? []);
    spoilt[0] ^= 1;
    expect(await refusal(names[0], spoilt)).to.match(
      /^data_batch_1\.bin has the sha256 \w{64} instead of \w{64}\. It is not kept\.$/,
    );
    const packed = await makeMiniature((files) => files.get(names[2])?.fill(3, 5, 6));
    expect(await refusal(packed.name, packed.archive)).to.match(
      /^cifar-10-binary\.tar\.gz data_batch_3\.bin has the sha256 \w{64} instead of \w{64}\. It is not kept\.$/,
    );
    expect(await keptFile(keptName("CIFAR-10", packed.name))).to.equal(undefined);
    const dataset = miniature.describe("https://example.com");
    const twice = giveFile(new File([spoilt], names[0]), [dataset, dataset]);
    expect(await twice.catch(({ message }: Error) => message.match(/sha256/g))).to.deep.equal([
      "sha256",
    ]);
    expect(await keptFile(keptName("CIFAR-10", names[0]))).to.equal(undefined);
  });

  it("is told from the version for Python, and from what no dataset has", async () => {
    expect(await refusal("data_batch_1")).to.equal(
      "data_batch_1 is CIFAR-10 for Python, in pickles that only Python reads: give cifar-10-binary.tar.gz, " +
        "the binary version, from https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz.",
    );
    const wanted = mnist.packages.map(({ name }) => name).join(", ");
    expect(await refusal("holiday (1).png")).to.equal(
      "holiday (1).png is no file of a dataset that is known here: " +
        `give cifar-10-binary.tar.gz for CIFAR-10, or ${wanted} for MNIST.`,
    );
  });

  it("is looked for in all datasets: MNIST's labels are also those of others", async () => {
    const [, labels] = mnist.packages;
    const found = await giveFile(new File([Uint8Array.of(8)], labels.name)).catch(
      ({ message }: Error) => message,
    );
    expect(found).to.equal(`${labels.files[0].name} has 1 bytes instead of 60008. It is not kept.`);
  });

  it("is listed with the datasets that have some; CIFAR-10 and MNIST always are", async () => {
    const all = () => keptDatasets().then((some) => some.map(({ name }) => name));
    expect(await all()).to.deep.equal(["CIFAR-10", "MNIST"]);
    const [cifar, numbers] = await keptDatasets();
    expect(cifar).to.deep.equal({ name: "CIFAR-10", files: [], missing: [miniature.name] });
    expect(numbers.missing).to.deep.equal(mnist.packages.map(({ name }) => name));
    await keepFile(keptName("CIFAR-100", "train.bin"), new File([Uint8Array.of(1)], "train.bin"));
    expect(await all()).to.deep.equal(["CIFAR-10", "MNIST", "CIFAR-100"]);
  });
});
