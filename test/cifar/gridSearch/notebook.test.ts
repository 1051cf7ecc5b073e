import { expect } from "chai";
import type { Kernel } from "../../kernel/client.ts";
import { sharedKernel } from "../../kernel/shared.ts";

/** Noise, as data that a cell can make. */
const setUp = `
  import { gridSearch } from "lib/cifar";
  import type { Dataset } from "lib/data";
  const noise = (n: number, seed: number): Dataset => ({
    images: Uint8Array.from({ length: n * 32 * 32 * 3 }, (_, i) => (i * (seed + i)) % 251),
    labels: Uint8Array.from({ length: n }, (_, i) => i % 2),
    classes: ["even", "odd"],
    shape: [32, 32, 3],
    source: { synthetic: true, description: "noise" },
  });
  const data = { train: noise(40, 1), validation: noise(20, 2) };
  const options = { data, filters: 2, batchSize: 10, validateEvery: 2, workers: 2 };`;

describe("gridSearch in a notebook", () => {
  let kernel: Kernel;
  before(async () => {
    kernel = await sharedKernel();
    expect((await kernel.run(setUp)).error).to.equal(undefined);
  });

  it("runs in a cell, shows its progress in place and its result as a table", async () => {
    const answer = await kernel.run(
      "await gridSearch({ learningRate: [0.01, 0.1], seed: [1, 2] }, { ...options, iterations: 4 })",
    );
    expect(answer.error).to.equal(undefined);
    expect(answer.text("stderr")).to.equal("");
    const [table] = answer.all("execute_result");
    expect(table.data["text/html"]).to.match(
      />rank<\/th><th[^>]*>learningRate<\/th><th[^>]*>seed<\/th>/,
    );
    expect(String(table.data["text/html"]).match(/<tr><td[^>]*>\d<\/td>/g)).to.have.length(4);
    const last = answer.all("update_display_data").at(-1)?.data["text/plain"];
    expect(last).to.match(/^4 of 4 trials · best .* · all trials done$/);
  });

  it("ends with what is finished at the stop button, and the kernel is free at once", async () => {
    const threads = () =>
      kernel.run("process.getActiveResourcesInfo().filter((name) => name === 'Worker').length");
    const { result: before } = await threads();
    const cell = kernel.run(`
      const stopped = await gridSearch({ seed: [1, 2, 3] }, { ...options, iterations: 1e6, patience: 1e6 });
      stopped.trials.length`);
    await kernel.message("update_display_data");
    await kernel.press("interrupt");
    const answer = await cell;
    expect(answer.result).to.equal("0");
    expect((await threads()).result).to.equal(before);
  });

  it("says in the cell which hyperparameter does not exist", async () => {
    const answer = await kernel.run("gridSearch({ learningrate: [0.1] }, options)");
    expect(answer.error).to.match(/^TypeScriptError: 1:14 .*learningrate/);
  });
});
