import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { Settings } from "../../kernel/translator/options.ts";
import { projectRoot } from "../../kernel/tslab.ts";

const ts: typeof import("typescript-api") = createRequire(import.meta.url)("typescript-api");

describe("how the cells of a folder are checked", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "settings-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const file = () => path.join(folder, "tsconfig.json");
  const settled = (
    config: object | string,
    language: "typescript" | "javascript" = "typescript",
  ) => {
    writeFileSync(file(), typeof config === "string" ? config : JSON.stringify(config));
    return new Settings(language, folder);
  };

  it("is as the project's are where there is no tsconfig.json", () => {
    const [here, project] = [folder, projectRoot].map((each) => new Settings("typescript", each));
    expect(here.options).to.deep.equal(project.options);
    expect(here.options).to.include({
      ...{ strict: true, jsx: ts.JsxEmit.ReactJSX, experimentalDecorators: false },
      ...{ inlineSourceMap: true, rewriteRelativeImportExtensions: true },
    });
    const typeRoots = [projectRoot, process.cwd()].map((each) => `${each}/node_modules/@types`);
    expect(here.options.typeRoots).to.deep.equal(
      typeRoots.map((each) => each.replaceAll("\\", "/")),
    );
    expect([here.areStrict, here.haveJsx, here.errors]).to.deep.equal([true, false, []]);
  });

  it("is as that file says, but for what cells become", () => {
    const { options } = settled({
      compilerOptions: { strict: false, target: "es5", module: "amd" },
    });
    expect(options).to.include({
      ...{ strict: false, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.Preserve },
    });
  });

  it("has the project's libraries and types where that file names none", () => {
    const { lib, types } = new Settings("typescript", projectRoot).options;
    const { options } = settled({ compilerOptions: { noEmit: true } });
    expect(options).to.deep.include({ lib, types }).and.not.have.property("noEmit");
    expect(lib).not.to.equal(undefined);
    expect(settled({ compilerOptions: { types: ["a"] } }).options.types).to.deep.equal(["a"]);
  });

  it("may be strict or not, by either option", () => {
    const areStrict = (compilerOptions: object) => settled({ compilerOptions }).areStrict;
    expect(areStrict({ strict: false })).to.equal(false);
    expect(areStrict({ strict: false, alwaysStrict: true })).to.equal(true);
    expect(areStrict({ alwaysStrict: false })).to.equal(false);
    expect(areStrict({})).to.equal(true);
  });

  it("has JSX where it is asked for, in a form that runs", () => {
    for (const [jsx, emitted] of [
      ["react", ts.JsxEmit.React],
      ["react-jsx", ts.JsxEmit.ReactJSX],
      ["preserve", ts.JsxEmit.ReactJSX],
    ] as const) {
      const { haveJsx, options } = settled({ compilerOptions: { jsx } });
      expect([haveJsx, options.jsx], jsx).to.deep.equal([true, emitted]);
    }
    expect(settled({}).haveJsx).to.equal(false);
  });

  it("is that of an editor in JavaScript", () => {
    const { options, areStrict } = settled({ compilerOptions: { strict: true } }, "javascript");
    expect(options).to.include({ strict: false, alwaysStrict: false, checkJs: undefined });
    expect(areStrict).to.equal(false);
  });

  it("needs no files, and names what is wrong with the settings alone", () => {
    for (const config of [{ files: [] }, { include: ["none"] }, { files: [], references: [] }]) {
      expect(settled(config).errors, JSON.stringify(config)).to.deep.equal([]);
    }
    const of = (message: string) => [`${file().replaceAll(path.sep, "/")}: ${message}`];
    expect(settled({ compilerOptions: { strickt: true } }).errors).to.deep.equal(
      of("Unknown compiler option 'strickt'. Did you mean 'strict'?"),
    );
    expect(settled("{ x").errors).to.deep.equal(of("'}' expected."));
  });

  it("is old once a file has changed that was read, or looked for", () => {
    const none = new Settings("typescript", folder);
    expect(none.areOld).to.equal(false);
    const some = settled({});
    expect([none.areOld, some.areOld]).to.deep.equal([true, false]);
    utimesSync(file(), new Date(0), new Date(0));
    expect(some.areOld).to.equal(true);
  });
});
