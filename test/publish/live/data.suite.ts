import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { loadCifar10, loadMnist } from "lib/data";
import type { Browser } from "playwright-core";
import { launchChromium, requireChromium } from "../../notebooks/jupyterlab.ts";
import { inTemporaryHome } from "../../notebooks/notebook.ts";
import { LivePage, LiveSite, textOf } from "./livePage.ts";

const CIFAR = "cifar-10-binary.tar.gz";
const MNIST = [
  "train-images-idx3",
  "train-labels-idx1",
  "t10k-images-idx3",
  "t10k-labels-idx1",
].map((name) => `${name}-ubyte.gz`);

/** Sums of what was loaded, and where it is from. */
const summary = (load: string) => `import { ${load} } from "lib/data";
const { train, validation, test } = await ${load}();
const sum = (bytes: Uint8Array) => bytes.reduce((total, byte) => total + byte, 0);
JSON.stringify([train, validation, test].map(({ images, labels }) => [sum(images), sum(labels)])) +
  " " + train.source.description;`;

function sums(splits: Awaited<ReturnType<typeof loadMnist>>): string {
  const sum = (bytes: object) => {
    if (!(bytes instanceof Uint8Array)) throw new TypeError("the images are not in memory");
    return bytes.reduce((total, byte) => total + byte, 0);
  };
  const all = [splits.train, splits.validation, splits.test];
  return JSON.stringify(all.map(({ images, labels }) => [sum(images), sum(labels)]));
}

describe("data in a page", function () {
  this.timeout(600_000);
  const { CNN_DATA_DIR: folder = "" } = process.env;

  before(function () {
    requireChromium(this);
    if (folder) return;
    console.log(
      `      skipped: set CNN_DATA_DIR to a folder with ${CIFAR} and MNIST's files to run it`,
    );
    this.skip();
  });

  it("is checked, kept, and loaded as in Node, also after the page was closed", async () => {
    await inTemporaryHome(async (home, environment) => {
      const browser = await launchChromium(home, environment);
      const site = await LiveSite.make({ page: [{ id: "a", source: "1" }] });
      try {
        await check(browser, site, folder);
      } finally {
        await browser.close();
        await site.remove();
      }
    });
  });
});

async function check(browser: Browser, site: LiveSite, folder: string): Promise<void> {
  const context = await browser.newContext();
  let live = await LivePage.open(context, site, "page");
  const give = async (files: string | { name: string; mimeType: string; buffer: Buffer }) => {
    await live.page.setInputFiles("input", files);
    return live.page.evaluate(async () => {
      const [file] = document.querySelector("input")?.files ?? [];
      const { ok, text } = await window.bare.ask({ type: "data", file }, "kept");
      return `${ok}: ${text}`;
    });
  };
  const addInput = () =>
    live.page.evaluate(() => {
      const input = document.createElement("input");
      input.type = "file";
      document.body.append(input);
    });
  await addInput();

  const bytes = await readFile(join(folder, MNIST[1]));
  const file = (name: string, buffer: Buffer) => ({ name, mimeType: "application/gzip", buffer });
  expect(await give(file("holiday.zip", bytes))).to.match(
    /^false: holiday\.zip is no file of a dataset that is known here: give cifar-10-binary\.tar\.gz for CIFAR-10, or train-/,
  );
  expect(await give(file("cifar-10-python.tar.gz", bytes))).to.match(
    /^false: cifar-10-python\.tar\.gz is CIFAR-10 for Python, in pickles/,
  );
  expect(await give(file(MNIST[1], bytes.subarray(0, 9000)))).to.match(
    /^false: .*train-labels-idx1-ubyte.* It is not kept\.$/,
  );
  expect(await give(file(MNIST[3], bytes))).to.match(
    /^false: .*t10k-labels-idx1-ubyte has more than 10008 bytes.* It is not kept\.$/,
  );

  const standIn = await live.run("a", summary("loadMnist"));
  expect(textOf(standIn.outputs.at(-1))).to.match(
    /These images are not MNIST: .*because this browser has no files of it; they are a fifth as many.*choose them under/,
  );

  for (const name of MNIST) {
    const said = await give(join(folder, name));
    expect(said).to.match(
      name === MNIST.at(-1)
        ? /^true: .* is kept in this browser; MNIST is complete: run the cell that loads it again\.$/
        : /^true: .* is kept in this browser; MNIST still lacks /,
    );
  }
  expect(await give(file("train-labels-idx1-ubyte (1).gz", bytes))).to.match(/^true/);
  expect(await give(join(folder, CIFAR))).to.match(/^true: .*CIFAR-10 is complete/);

  await live.page.close();
  live = await LivePage.open(context, site, "page");
  for (const [load, splits] of [
    ["loadMnist", await loadMnist({ directory: folder })],
    ["loadCifar10", await loadCifar10({ directory: folder })],
  ] as const) {
    const { state, outputs } = await live.run("a", summary(load));
    expect(state, textOf(outputs.at(-1))).to.equal("done");
    expect(textOf(outputs.at(-1)))
      .to.include(sums(splits))
      .and.include("from this browser.");
  }
  const { kept } = await live.page.evaluate(() =>
    window.bare.ask({ type: "datasets" }, "datasets"),
  );
  expect(kept.map(({ name, missing }) => [name, missing])).to.deep.equal([
    ["CIFAR-10", []],
    ["MNIST", []],
  ]);
}
