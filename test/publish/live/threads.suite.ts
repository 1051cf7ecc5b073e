import { expect } from "chai";
import { NEXT, STATE_BYTES } from "../../../lib/backend/wasm/dividedWork.ts";
import { LivePage, LiveSite, textOf } from "./livePage.ts";
import { suiteBrowser } from "./suiteBrowser.ts";

/** A cell that gives the device and the losses of some steps of the assignment's network. */
const train = (threads: number) => `import { selectBackend } from "lib/backend";
import { cifarCnn, train } from "lib/cifar";
import { loadCifar10 } from "lib/data";
const { device } = await selectBackend({ threads: ${threads}, log() {} });
const splits = await loadCifar10({ synthetic: { train: 300, validation: 20, test: 20 } });
const settings = { iterations: 6, batchSize: 50, seed: 3, onProgress() {}, log() {} };
const { trainLoss } = await train(cifarCnn({ seed: 3 }), splits, settings);
JSON.stringify({ device, losses: trainLoss.map(({ value }) => value) });`;

/** A cell that takes the first of two parts of a convolution and waits until somebody takes the next. */
const HELPED = `import * as tf from "@tensorflow/tfjs";
const images = tf.ones([8, 4, 4, 1]);
const filters = tf.ones([3, 3, 1, 1]);
const { add } = Atomics;
const end = performance.now() + 5000;
let isHelped = false;
Object.assign(Atomics, { add(state, place, value) {
  const before = add(state, place, value);
  if (place === ${NEXT} && state.byteLength === ${STATE_BYTES})
    while (!isHelped && performance.now() < end) isHelped = Atomics.load(state, ${NEXT}) > 1;
  return before;
} });
const values = [...new Set(tf.conv2d(images, filters, 1, "valid").dataSync())];
Object.assign(Atomics, { add });
JSON.stringify({ isHelped, values });`;

describe("threads in a page", function () {
  this.timeout(600_000);
  const browser = suiteBrowser();
  let site: LiveSite;

  before(async () => {
    site = await LiveSite.make({ page: [{ id: "a", source: "1" }] });
  });
  after(() => site?.remove());

  const run = async (live: LivePage, source: string) => {
    const { state, outputs } = await live.run("a", source);
    const said = String(textOf(outputs.at(-1)));
    expect(state, said).to.equal("done");
    return JSON.parse(said.slice(1, -1));
  };

  it("are two where memory is shared, both compute, and no bit of a loss is another", async () => {
    const plain = await LivePage.open(browser(), site, "page");
    const alone = await run(plain, train(2));
    expect(alone.device).to.match(/^1 CPU thread as this page shares no memory, with SIMD$/);
    expect(alone.losses).to.have.lengthOf(6);
    expect(site.loaded.filter((path) => /threaded|tensorThread/.test(path))).to.deep.equal([]);

    const shared = await site.isolated();
    try {
      const live = await LivePage.open(browser(), shared, "page");
      const two = await run(live, train(2));
      expect(two.device).to.match(/^2 CPU threads, with SIMD$/);
      expect(await run(live, HELPED)).to.deep.equal({ isHelped: true, values: [9] });
      const one = await run(live, train(1));
      expect(one.device).to.match(/^1 CPU thread, with SIMD$/);
      expect(two.losses).to.deep.equal(alone.losses);
      expect(one.losses).to.deep.equal(alone.losses);
      expect(live.complaints).to.deep.equal([]);
    } finally {
      await shared.remove();
    }
  });
});
