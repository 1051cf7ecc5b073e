import { expect } from "chai";
import { type GridSearchOptions, gridSearch, type SearchSpace } from "lib/cifar";
import { blobs } from "../blobs.ts";
import { scripted, tiny } from "./tiny.ts";

const fail = (space: object, options: object = {}) =>
  gridSearch(space as SearchSpace, { ...tiny, ...options } as GridSearchOptions).then(
    () => "nothing",
    ({ name, message }) => `${name}: ${message}`,
  );

describe("gridSearch, given what it cannot take,", () => {
  it("names a hyperparameter that does not exist, and the one that was meant", async () => {
    // @ts-expect-error: a typo does not compile
    const typo: SearchSpace = { learningrate: [0.1] };
    expect(await fail(typo)).to.equal(
      'TypeError: gridSearch: "learningrate" is not a hyperparameter; did you mean "learningRate"?',
    );
    expect(await fail({ filter: [1] })).to.include('did you mean "filters"?');
    expect(await fail({ dropout: [0.1] })).to.include(
      "they are preset, layers, filters, kernelSize",
    );
    expect(await fail({ seed: [1] }, { learnRate: 1 })).to.include('"learnRate" is not a hyper');
  });

  it("names a list that is none, is empty or has a value twice", async () => {
    expect(await fail({})).to.include("RangeError: gridSearch: the space is empty");
    expect(await fail({ seed: 3 })).to.include(
      "TypeError: gridSearch: seed is 3, it takes the list",
    );
    expect(await fail({ seed: [] })).to.include("RangeError: gridSearch: seed has no value to try");
    expect(await fail({ layers: [1, 2, 1] })).to.include("layers has 1 twice");
    expect(await fail({ seed: [1], batchSize: [5] })).to.include(
      "batchSize is in the space and among the options",
    );
  });

  it("names a value that cannot be stored", async () => {
    expect(await fail({ learningRate: [Number.NaN] })).to.include(
      "TypeError: gridSearch: learningRate has NaN; a value is a finite number",
    );
    expect(await fail({ schedule: [() => 1] })).to.include("schedule has a function");
    expect(await fail({ layers: [[4, Number.NaN]] })).to.include("layers has [4,null]; a value");
    expect(await fail({ seed: [1] }, { filters: [{ a: 4 }] })).to.include('filters has [{"a":4}];');
    expect(await fail({ seed: [1] }, { filters: { a: 4 } })).to.include('filters has {"a":4};');
  });

  it("refuses a test set, and asks for the others", async () => {
    const { train, validation } = tiny.data;
    const splits = { train, validation, test: validation };
    // @ts-expect-error: a test set does not compile
    const options: GridSearchOptions = { data: splits };
    expect(await fail({ seed: [1] }, options)).to.include(
      "data has a test set, which must not help",
    );
    expect(await fail({ seed: [1] }, { data: { train } })).to.include("data has no validation set");
    expect(await fail({ seed: [1] }, { data: undefined })).to.include("data has no train set");
  });

  it("names trials that would end without a measurement, before it begins", async () => {
    let reports = 0;
    const onProgress = () => void reports++;
    expect(await fail({ seed: [1] }, { iterations: 30, validateEvery: 31, onProgress })).to.equal(
      "RangeError: gridSearch: validateEvery is 31, iterations 30: a trial would end before its " +
        "first measurement; take validateEvery of at most 30",
    );
    const usual = { validateEvery: undefined, iterations: undefined, onProgress };
    expect(await fail({ iterations: [60, 49] }, usual)).to.include(
      "validateEvery is 50, iterations 49",
    );
    expect(await fail({ validateEvery: [10, 1001] }, usual)).to.include("is 1001, iterations 1000");
    const wide = { train: blobs(10, 1, [20, 28]), validation: blobs(10, 2, [20, 28]) };
    for (const [size, shown] of [
      [21, "21×21"],
      [[21, 28], "21×28"],
      [[20, 29], "20×29"],
    ] as const) {
      expect(await fail({ size: [size] }, { data: wide, onProgress })).to.equal(
        `RangeError: gridSearch: size is ${shown}, the images are 20×28; take size: [20, 28] or less`,
      );
    }
    const workers = scripted(() => undefined);
    expect(await fail({ size: [[20, 28]] }, { data: wide, workers })).to.equal("nothing");
    expect(await fail({ seed: [1] }, { backend: "cuda" })).to.include(
      'RangeError: gridSearch: backend is cuda, it takes "tfjs-node-gpu", "webgpu", "tfjs-node", "wasm"',
    );
    expect(reports).to.equal(0);
  });

  it("names a number of workers that is none", async () => {
    expect(await fail({ seed: [1] }, { workers: 0 })).to.include("workers is 0, it takes a whole");
  });
});
