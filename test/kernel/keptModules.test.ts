import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { toCommonJs } from "../../kernel/translator/commonJs.ts";
import { translatedModule } from "../../kernel/translator/keptModules.ts";
import { DAMAGES } from "./damages.ts";

const TEXTS = [
  'export const a = "first";',
  'export const a = "other";', // of the same length
  "export default function f() { for (;;) {} }",
  'import b from "./b.js"; export { b }; export const at = import.meta.url;',
  "",
];

describe("The kernel's translated modules", () => {
  const parent = mkdtempSync(path.join(tmpdir(), "modules-"));
  after(() => rmSync(parent, { recursive: true }));
  let project = path.join(parent, "project");
  const folder = () => path.join(project, "kept");
  const file = () => path.join(project, "lib/a.js");
  const translated = () => translatedModule(file(), folder());
  const kept = () => {
    const names = readdirSync(path.join(folder(), "modules"));
    expect(names, "one of each file").to.have.length(1);
    return path.join(folder(), "modules", names[0]);
  };
  /** Whether it is made, not taken from what is kept. */
  const isMade = () => {
    utimesSync(kept(), 1, 1);
    translated();
    return statSync(kept()).mtimeMs !== 1000;
  };
  before(() => mkdirSync(path.dirname(file()), { recursive: true }));

  it("are what a module's text makes, whatever was kept before", () => {
    for (const text of [...TEXTS, ...TEXTS.toReversed()]) {
      writeFileSync(file(), text);
      for (let time = 0; time < 2; time++) expect(translated()).to.deep.equal(toCommonJs(text));
    }
  });

  it("are made once, and taken by later kernels, also where the project was moved", () => {
    expect(isMade()).to.equal(false);
    const moved = path.join(parent, "moved");
    renameSync(project, moved);
    project = moved;
    expect(isMade()).to.equal(false);
    writeFileSync(file(), "export {}");
    expect(isMade()).to.equal(true);
  });

  for (const [damage, change] of DAMAGES) {
    it(`are made anew where what is kept is ${damage}`, () => {
      writeFileSync(kept(), change(readFileSync(kept())));
      expect(isMade()).to.equal(true);
      expect(isMade()).to.equal(false);
    });
  }

  it("are made each time where nothing can be written", () => {
    writeFileSync(path.join(parent, "file"), "");
    const made = translatedModule(file(), path.join(parent, "file/below"));
    expect(made).to.deep.equal(translated());
  });
});
