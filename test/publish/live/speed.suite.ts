import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { cifarCnn, train } from "lib/cifar";
import { loadCifar10 } from "lib/data";
import { launchChromium, requireChromium } from "../../notebooks/jupyterlab.ts";
import { inTemporaryHome } from "../../notebooks/notebook.ts";
import { LivePage, LiveSite, textOf } from "./livePage.ts";

const ITERATIONS = 40;
const ROUNDS = 3;

/** How long so many steps of the assignment's network took, and their losses. */
interface Trained {
  ms: number;
  losses: number[];
}

/** Trains, in a function of four names of the library. */
const TRAIN = `await selectBackend({ backend: "wasm", threads: 1, log() {} });
const dataset = await loadCifar10({ synthetic: { train: 1000, validation: 20, test: 20 } });
const settings = { iterations: ${ITERATIONS}, batchSize: 100, seed: 3, onProgress() {}, log() {} };
const start = performance.now();
const { trainLoss } = await train(cifarCnn({ seed: 3 }), dataset, settings);
const ms = performance.now() - start;
return JSON.stringify({ ms, losses: trainLoss.map(({ value }) => value) });`;

const inNode = async (): Promise<Trained> => {
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
  const names = { selectBackend, cifarCnn, train, loadCifar10 };
  return JSON.parse(await new AsyncFunction(...Object.keys(names), TRAIN)(...Object.values(names)));
};

const CELL = `import { selectBackend } from "lib/backend";
import { cifarCnn, train } from "lib/cifar";
import { loadCifar10 } from "lib/data";
await (async () => { ${TRAIN} })();`;

describe("training in a page", function () {
  this.timeout(900_000);

  it("gives Node's losses bit for bit, at a speed that is told beside Node's", async function () {
    requireChromium(this);
    const site = await LiveSite.make({ page: [{ id: "a", source: "1" }] });
    await inTemporaryHome(async (home, environment) => {
      const browser = await launchChromium(home, environment);
      try {
        const live = await LivePage.open(browser, site, "page");
        const inPage = async (): Promise<Trained> => {
          const { state, outputs } = await live.run("a", CELL);
          const said = String(textOf(outputs.at(-1)));
          expect(state, said).to.equal("done");
          return JSON.parse(said.slice(1, -1));
        };
        const [here, there]: [number[], number[]] = [[], []];
        for (let round = 0; round < ROUNDS; round++) {
          const [node, page] = [await inNode(), await inPage()];
          expect(page.losses).to.have.lengthOf(ITERATIONS);
          expect(page.losses).to.deep.equal(node.losses);
          here.push(node.ms);
          there.push(page.ms);
        }
        const ratio = Math.min(...here) / Math.min(...there);
        console.log(`      ${ratio.toFixed(2)} of Node's steps a second, at least 0.8`);
      } finally {
        await browser.close();
        await site.remove();
      }
    });
  });
});
