import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { build } from "esbuild";
import type { Page } from "playwright-core";
import * as cores from "../../lib/backend/cores.ts";
import * as folder from "../../lib/cifar/files/folderInNode.ts";
import * as files from "../../lib/data/filesInNode.ts";
import * as breathe from "../../lib/platform/breatheInNode.ts";
import * as hash from "../../lib/platform/hashInNode.ts";
import * as threads from "../../lib/platform/threadsInNode.ts";
import { library, pageModules } from "../../publish/live/pageModules.ts";
import { suiteBrowser } from "../publish/live/suiteBrowser.ts";
import { contracts, type Implementations, type Surroundings } from "./contracts.ts";
import { firstLosses } from "./firstLosses.ts";
import { searched } from "./searched.ts";

const { imports } = JSON.parse(
  await readFile(new URL("../../lib/package.json", import.meta.url), "utf8"),
);
const inNode: Implementations = { breathe, hash, cores, threads, folder, files };
const names = Object.keys(inNode) as (keyof Implementations)[];

describe("what the library has one of for Node and one for a browser", function () {
  this.timeout(120_000);
  let page: Page;
  let temporary: string;
  let open: () => Promise<Page>;
  const complaints: string[] = [];

  const browser = suiteBrowser();
  before(async () => {
    temporary = await mkdtemp(join(tmpdir(), "platform-"));
    await bundle(temporary);
    const context = await browser().newContext();
    await context.route("https://site.test/*", async (route) => {
      const path = join(temporary, new URL(route.request().url()).pathname);
      await route.fulfill({ path });
    });
    open = async () => {
      const page = await context.newPage();
      page.on("pageerror", (error) => complaints.push(String(error)));
      await page.goto("https://site.test/page.html");
      return page;
    };
    page = await open();
  });
  after(() => temporary && rm(temporary, { recursive: true }));

  it("are eight things at most, each in two files", () => {
    expect(Object.keys(imports).length).to.be.at.most(8);
    for (const choice of Object.values(imports)) {
      expect(Object.keys(choice as object)).to.deep.equal(["browser", "default"]);
    }
    const others = ["#backends", "#wasm"]; // held by the losses below
    expect(Object.keys(imports).sort()).to.deep.equal(
      [...names.map((name) => `#${name}`), ...others].sort(),
    );
  });

  for (const name of names) {
    it(`keeps the contract of #${name} in Node`, async () => {
      const surroundings: Surroundings = {
        echo: new URL("echoInNode.mjs", import.meta.url),
        folder: join(temporary, "contract", "folder"),
        async put(name, content) {
          const archive = join(temporary, name);
          await writeFile(archive, content);
          return { archive };
        },
      };
      const contract = contracts[name] as (given: object, at: Surroundings) => Promise<void>;
      await contract(inNode[name], surroundings);
    });

    it(`keeps the contract of #${name} in a browser`, () =>
      page.evaluate((name) => window.fulfil(name), name));
  }

  it("trains to the same losses, bit for bit, without a frame of the screen", async () => {
    const here = await firstLosses(4);
    const there = await page.evaluate(() => {
      Object.assign(window, { requestAnimationFrame: undefined }); // whoever waits for one fails
      return window.firstLosses(4);
    });
    expect(here.losses).to.have.lengthOf(4);
    expect(there).to.deep.equal(here);
  });

  it("goes on from a checkpoint after the page was closed, to the same losses", async () => {
    const whole = await page.evaluate(() => window.losses("runs/whole", 6));
    await page.evaluate(() => window.losses("runs/resumed", 4));
    await page.close();
    page = await open();
    const resumed = await page.evaluate(() => window.losses("runs/resumed", 6));
    expect(resumed.said.join()).to.match(/goes on at iteration 4, from "runs\/resumed"/);
    expect(resumed.losses).to.deep.equal(whole.losses);
    expect(whole.losses).to.have.lengthOf(6);
  });

  it("ranks a search's trials as in Node, and does not run stored ones again", async () => {
    const here = await searched(join(temporary, "search"));
    const there = await page.evaluate(() => window.searched("search"));
    expect(there).to.have.lengthOf(3);
    expect(there).to.deep.equal(here);
    expect(await page.evaluate(() => window.searched("search"))).to.deep.equal(here);
  });

  it("complains of nothing", () => {
    expect(complaints).to.deep.equal([]);
  });
});

/** Bundles the page of the contracts, and what it loads, into a folder. */
async function bundle(outdir: string): Promise<void> {
  const entry = (name: string) => fileURLToPath(new URL(`${name}InBrowser.ts`, import.meta.url));
  await build({
    entryPoints: {
      page: entry("").replace("InBrowser.ts", "inBrowser.ts"),
      echoInBrowser: entry("echo"),
      worker: join(library, "dist", "cifar", "gridSearch", "worker.js"),
    },
    outdir,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    logLevel: "error",
    plugins: [await pageModules([])],
  });
  const require = createRequire(import.meta.url);
  const wasm = dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json"));
  const name = "tfjs-backend-wasm-simd.wasm";
  await writeFile(join(outdir, name), await readFile(join(wasm, "dist", name)));
  const html =
    '<!doctype html><link rel="icon" href="data:,"><script type="module" src="page.js"></script>';
  await writeFile(join(outdir, "page.html"), html);
}
