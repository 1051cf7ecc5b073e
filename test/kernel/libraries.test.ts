import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import type ts from "typescript-api";
import { importedLibraries, libraryOf } from "../../kernel/translator/libraries.ts";
import {
  addWebAssembly,
  declareWebAssembly,
  webAssemblyFile,
} from "../../kernel/translator/webAssembly.ts";

describe("the libraries of a notebook", () => {
  let folder: string;
  const file = (...names: string[]) => path.posix.join(folder, ...names);
  const write = (name: string, text = "") => {
    mkdirSync(path.dirname(file(name)), { recursive: true });
    writeFileSync(file(name), text);
  };
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "library-")).replaceAll("\\", "/");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const NEEDED = ["package.json", "tsconfig.json"];
  const RECORDS = ["dist/tsconfig.tsbuildinfo", "dist/built.json", "dist/watch.json"];

  for (const record of RECORDS) {
    it(`are told by what they are built from, and by ${record}`, () => {
      for (const name of [...NEEDED, record]) {
        expect(libraryOf(file("dist/a.d.ts")), name).to.equal(undefined);
        write(name);
      }
      expect(libraryOf(file("dist/a.d.ts"))).to.equal(folder);
      expect(libraryOf(file("dist/b/c.d.ts"))).to.equal(folder);
      for (const name of ["a.ts", "distant/a.ts"]) {
        expect(libraryOf(file(name)), name).to.equal(undefined);
      }
    });
  }

  it("are those that code imports, itself or through the notebook's own files, each once", () => {
    for (const name of [...NEEDED, RECORDS[0]]) write(`lib/${name}`);
    write("own.ts", 'import "lib"; import "./own.ts"; import "package";');
    write("node_modules/package/index.js", 'import "other";');
    const places: Record<string, string> = {
      lib: file("lib/dist/index.d.ts"),
      other: file("lib/dist/other.d.ts"),
      package: file("node_modules/package/index.js"),
      "./own.ts": file("own.ts"),
    };
    const asked: string[] = [];
    const modules = {
      resolve(name: string, importer: string) {
        asked.push(`${name} ${path.basename(importer)}`);
        return places[name];
      },
    };
    const found = (code: string) =>
      importedLibraries(code, modules as Parameters<typeof importedLibraries>[1]);
    expect(found('import "none"; import "package";')).to.deep.equal([]);
    expect(asked.splice(0)).to.deep.equal(["none cell.ts", "package cell.ts"]);
    expect(found('import "./own.ts"; import "other"; require("lib");')).to.deep.equal([
      file("lib"),
    ]);
    expect(asked).to.deep.equal([
      ...["./own.ts cell.ts", "lib own.ts", "./own.ts own.ts", "package own.ts"],
      ...["other cell.ts", "lib cell.ts"],
    ]);
  });
});

describe("the types of WebAssembly", () => {
  it("are TypeScript's own where its libraries are those of a browser", () => {
    expect(declareWebAssembly()).to.equal(false);
    expect(declareWebAssembly(["lib.es2023.d.ts", "lib.esnext.d.ts"])).to.equal(false);
    for (const name of ["lib.dom.d.ts", "lib.webworker.d.ts"]) {
      expect(declareWebAssembly(["lib.es2023.d.ts", name]), name).to.equal(true);
    }
  });

  it("are else those of a worker, in a file that is not there", () => {
    const system: Partial<ts.System> = {
      fileExists: (name) => name === "there",
      readFile: (name, encoding) => `${name} ${encoding}`,
    };
    const added = addWebAssembly(system as ts.System);
    const exist = ["there", "none", webAssemblyFile].map((name) => added.fileExists(name));
    expect(exist).to.deep.equal([true, false, true]);
    expect(added.readFile("there", "utf8")).to.equal("there utf8");
    const text = added.readFile(webAssemblyFile) ?? "";
    expect(text).to.match(
      /^declare namespace WebAssembly \{\ntype BufferSource = ArrayBufferView \| ArrayBuffer;\n/,
    );
    expect(text)
      .to.match(/\n\}\n$/)
      .and.match(/\binterface Memory \{/);
    expect(text.match(/^\}/gm)).to.have.length(1);
  });
});
