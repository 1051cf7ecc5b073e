import { expect } from "chai";
import { declarations } from "../../../../publish/live/page/declarations.ts";

describe("the declarations that a page's type check reads", () => {
  let files: Record<string, string>;
  before(async () => {
    files = await declarations(["d3"]); // reads the whole library once: a second
  });

  it("are TypeScript's for workers, the library's and those of packages, and nothing else", () => {
    const names = Object.keys(files);
    expect(names).to.include.members([
      ...["/lib.es2023.d.ts", "/lib.webworker.d.ts", "/node_modules/lib/dist/ops/index.d.ts"],
      ...["/node_modules/@types/d3/index.d.ts", "/node_modules/@tensorflow/tfjs/dist/index.d.ts"],
    ]);
    expect(names).not.to.include("/lib.dom.d.ts");
    expect(
      names.filter((name) => !/^\/(lib\.\w|node_modules\/(@[^/]+\/)?[^/@]+\/)/.test(name)),
    ).to.deep.equal([]);
  });

  it("have the manifest of each package, and no other", () => {
    const ofPackages = Object.keys(files).filter((name) => !/^\/lib\./.test(name));
    const folders = ofPackages.map((name) =>
      name.replace(/^(\/node_modules\/(@[^/]+\/)?[^/]+\/).*/, "$1"),
    );
    const manifests = Object.keys(files).filter((name) => name.endsWith("/package.json"));
    expect(new Set(manifests)).to.deep.equal(
      new Set(folders.map((folder) => `${folder}package.json`)),
    );
    for (const name of manifests) expect(JSON.parse(files[name])).to.have.property("name");
  });

  it("have no comments but those that lead to other declarations, and no empty lines", () => {
    const texts = Object.entries(files).filter(([name]) => name.endsWith(".d.ts"));
    for (const [name, text] of texts) {
      expect(text, name).not.to.match(/\/\*|^\s*\/\/(?!\/)|\n\s*\n/m);
    }
    expect(files["/lib.es2023.d.ts"]).to.include('/// <reference lib="es2022"');
  });
});
