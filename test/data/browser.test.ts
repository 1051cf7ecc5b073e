import { readFile } from "node:fs/promises";
import { expect } from "chai";

const lib = new URL("../../lib/data/", import.meta.url);

describe("what is to run in a browser", () => {
  for (const name of ["dataset", "drawnDigits", "drawnShapes", "imageAt", "standIn", "subset"])
    it(`imports nothing of Node: ${name}`, async () => {
      const packages = await packagesOf(new URL(`${name}.ts`, lib));
      expect([...packages].filter((imported) => imported !== "seedrandom")).to.deep.equal([]);
    });
});

/** The packages that a file imports, itself or through others. */
async function packagesOf(file: URL): Promise<Set<string>> {
  const packages = new Set<string>();
  const source = await readFile(file, "utf8");
  for (const [, imported] of source.matchAll(/^(?:import|export) [^;]*?from "([^"]+)";$/gm))
    if (!imported.startsWith(".")) packages.add(imported);
    else for (const found of await packagesOf(new URL(imported, file))) packages.add(found);
  return packages;
}
