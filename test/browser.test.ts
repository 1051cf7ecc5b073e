import { readFile } from "node:fs/promises";
import { expect } from "chai";

const lib = new URL("../lib/", import.meta.url);

/** What runs in a browser as well as in Node. */
const PACKAGES = ["@tensorflow/tfjs", "@tensorflow/tfjs-backend-wasm", "ndarray", "seedrandom"];

describe("what is to run in a browser", () => {
  for (const name of [
    "data/dataset",
    "data/drawnDigits",
    "data/drawnShapes",
    "data/imageAt",
    "data/standIn",
    "data/subset",
    "cifar/network/cifarCnn",
    "cifar/evaluation/evaluate",
    "cifar/input/imageBatch",
    "cifar/files/modelFiles",
    "cifar/training/train",
    "cifar/training/trainStep",
    "knn/nearestImages",
    "ops/miniNetwork",
    "ops/opConv2DMatmul",
  ])
    it(`imports nothing of Node: ${name}`, async () => {
      const packages = await packagesOf(new URL(`${name}.ts`, lib));
      expect([...packages].filter((imported) => !PACKAGES.includes(imported))).to.deep.equal([]);
    });
});

/** The packages that a file imports, itself or through others; not types, nor what it loads later. */
async function packagesOf(file: URL): Promise<Set<string>> {
  const packages = new Set<string>();
  const source = await readFile(file, "utf8");
  for (const [, imported] of source.matchAll(
    /^(?:import|export) (?!type )[^;]*?from "([^"]+)";$/gm,
  ))
    if (!imported.startsWith(".")) packages.add(imported);
    else for (const found of await packagesOf(new URL(imported, file))) packages.add(found);
  return packages;
}
