import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { fastestThreads } from "../../../lib/backend/wasm/fastestThreads.ts";

/** What is chosen of so many cores, and what was set, where a convolution takes this long on so many threads. */
async function choose(cores: number, time: (threads: number, call: number) => number) {
  const set: number[] = [];
  let [clock, looks] = [0, 0];
  performance.now = () => (clock += time(set[set.length - 1], looks++ >> 1));
  try {
    const setThreads = async (count: number) => {
      set.push(count);
      looks = 0;
    };
    return { ...(await fastestThreads(cores, setThreads)), set };
  } finally {
    Reflect.deleteProperty(performance, "now");
  }
}

describe("fastestThreads", () => {
  before(() => selectBackend({ backend: "wasm", threads: 1, log() {} }));

  it("measures one thread, half of the cores and all, and sets the fastest", async () => {
    const half = await choose(8, (threads) => (threads === 4 ? 2 : 6));
    expect(half).to.deep.equal({ threads: 4, speedup: 3, set: [1, 4, 8, 4] });
    const all = await choose(6, (threads) => 1 / threads);
    expect(all.set).to.deep.equal([1, 3, 6, 6]);
    expect((await choose(2, () => 1)).set).to.deep.equal([1, 2, 1]);
    expect((await choose(1, () => 1)).set).to.deep.equal([1, 1]);
  });

  it("takes the middle of seven times, after five calls, of a layer of the assignment's network", async () => {
    const times = [...Array(5).fill(100), 9, 1, 8, 2, 7, 3, 5];
    const { speedup } = await choose(2, (threads, call) => (threads === 1 ? times[call] : 1));
    expect(speedup).to.equal(5);
    const { kernels } = await tf.profile(async () => void (await choose(1, () => 1)));
    const layers = kernels.filter(({ name }) => name === "Conv2D");
    expect(layers).to.have.length(times.length);
    for (const { inputShapes, outputShapes } of layers) {
      expect(inputShapes).to.deep.equal([
        [100, 10, 10, 16],
        [5, 5, 16, 16],
      ]);
      expect(outputShapes).to.deep.equal([[100, 6, 6, 16]]);
    }
  });

  it("leaves no tensor", async () => {
    const before = tf.memory().numTensors;
    await choose(2, () => 1);
    expect(tf.memory().numTensors).to.equal(before);
  });

  it("takes another thread for a gain of a tenth alone", async () => {
    expect((await choose(2, (threads) => (threads === 2 ? 1 : 1.05))).threads).to.equal(1);
    expect((await choose(2, (threads) => (threads === 2 ? 1 : 1.2))).threads).to.equal(2);
  });
});
