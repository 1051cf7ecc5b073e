import path from "node:path";
import { expect } from "chai";
import type ts from "typescript-api";
import { findProject, repairSystem, slashes } from "../../kernel/translator/system.ts";
import { projectRoot } from "../../kernel/tslab.ts";

describe("what TypeScript sees of the system", () => {
  const last = `${slashes(path.parse(process.cwd()).root)}node_modules`;
  const own = slashes(path.join(projectRoot, "node_modules"));
  /** A system whose answers are the questions. */
  const echo = (more: Partial<ts.System> = {}) => {
    const asked: string[] = [];
    const ask = (file: string) => Boolean(asked.push(file));
    const system: Partial<ts.System> = {
      fileExists: ask,
      directoryExists: ask,
      readFile: (file) => file,
      getDirectories: (folder) => [folder],
      ...more,
    };
    return { asked, system: system as ts.System };
  };

  it("has the project's packages in the last folder that is looked in", () => {
    const { asked, system } = echo({ realpath: (file) => `real ${file}` });
    const seen = findProject(system);
    for (const [file, place] of [
      [last, own],
      [`${last}/a/b.d.ts`, `${own}/a/b.d.ts`],
      [`${last}s/a`, `${last}s/a`],
      ["/x/node_modules/a", "/x/node_modules/a"],
    ]) {
      expect(seen.fileExists?.(file)).to.equal(true);
      expect(seen.directoryExists?.(file)).to.equal(true);
      expect(asked.splice(0)).to.deep.equal([place, place]);
      expect(seen.readFile?.(file)).to.equal(place);
      expect(seen.getDirectories?.(file)).to.deep.equal([place]);
      expect(seen.realpath?.(file)).to.equal(`real ${place}`);
      expect(findProject(echo().system).realpath?.(file)).to.equal(place);
    }
  });

  it("holds all timers until one moment, those that are set meanwhile, too", () => {
    const set: (() => void)[] = [];
    const { system } = echo({
      setTimeout: (act, milliseconds) => {
        expect(milliseconds).to.equal(0);
        set.push(act);
      },
    });
    const repaired = repairSystem(system);
    const done: string[] = [];
    const later = (name: string, act = () => {}) =>
      repaired.setTimeout?.(() => {
        done.push(name);
        act();
      }, 9);
    later("a", () => later("c"));
    repaired.clearTimeout?.(later("never"));
    later("b");
    expect([set.length, done]).to.deep.equal([1, []]);
    set[0]();
    expect([set.length, done]).to.deep.equal([1, ["a", "b", "c"]]);
    later("d");
    expect(set).to.have.length(2);
    set[1]();
    expect(done.slice(3)).to.deep.equal(["d"]);
  });

  it("has no folders that are watched", () => {
    const watchDirectory = () => expect.fail("it was watched");
    const repaired = repairSystem(echo({ watchDirectory }).system);
    expect(() => repaired.watchDirectory?.("/x", () => {}).close()).not.to.throw();
    expect(repaired.fileExists("/x")).to.equal(true);
  });

  it("has paths with slashes alone", () => {
    expect(slashes("a\\b/c\\d")).to.equal("a/b/c/d");
  });
});
