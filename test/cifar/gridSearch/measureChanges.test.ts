import { expect } from "chai";
import { changes, measureChanges, type TrialHyperparameters } from "lib/cifar";
import type { MimeBundle } from "lib/display";
import { finished, scripted, tiny } from "./tiny.ts";

const KERNEL = Symbol.for("jupyter.kernel");

describe("measureChanges", () => {
  const tried = changes.filter(({ name }) => name === "none" || name === "crop and flip");
  const trained: TrialHyperparameters[] = [];
  const workers = scripted((settings) => {
    trained.push(settings);
    const { augment, seed = 0 } = settings;
    return finished((augment ? 0.5 : 0.4) + 0.01 * seed, [seed / 7], 1.25 + 0.25 * seed);
  });
  const options = { ...tiny, validateEvery: 1, patience: 2, iterations: 4, workers };

  it("trains each change with every seed, without early stopping, and rounds what it measured", async () => {
    const measured = await measureChanges([1, 2], options, tried);
    const { data, onProgress, workers, ...fixed } = options;
    expect(trained).to.deep.equal([
      { ...fixed, patience: 4, seed: 1 },
      { ...fixed, patience: 4, seed: 2 },
      { ...fixed, patience: 4, augment: true, seed: 1 },
      { ...fixed, patience: 4, augment: true, seed: 2 },
    ]);
    const runs = (accuracy: number) => [
      { seed: 1, accuracy: accuracy + 0.01, loss: 0.1429, seconds: 2 },
      { seed: 2, accuracy: accuracy + 0.02, loss: 0.2857, seconds: 2 },
    ];
    expect(measured).to.deep.equal([
      { name: "none", options: {}, iterations: 4, runs: runs(0.4) },
      { name: "crop and flip", options: { augment: true }, iterations: 4, runs: runs(0.5) },
    ]);
  });

  it("shows a table in place that fills", async () => {
    const shown: MimeBundle[] = [];
    Reflect.set(globalThis, KERNEL, {
      display: ({ data }: { data: MimeBundle }) => shown.push(data),
      updateDisplay: ({ data }: { data: MimeBundle }) => shown.push(data),
    });
    try {
      await measureChanges([1, 2], options, tried);
    } finally {
      Reflect.deleteProperty(globalThis, KERNEL);
    }
    const rows = shown.map((bundle) =>
      String(bundle["text/plain"])
        .split("\n")
        .map((line) => line.trim().split(/ {2,}/)),
    );
    const head = ["change", "validation accuracy of each seed"];
    const none = ["none", "41.0 %, 42.0 %"];
    expect(rows).to.deep.equal([
      [head, none],
      [head, none, ["crop and flip", "51.0 %, 52.0 %"]],
    ]);
  });
});
