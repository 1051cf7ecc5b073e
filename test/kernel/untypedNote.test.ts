import { expect } from "chai";
import { untypedNote } from "../../kernel/translator/untypedNote.ts";

describe("the note on an import without types", () => {
  it("names the package that may have some, but for a file", () => {
    const types = (name: string) => /`npm i -D (.*)`/.exec(untypedNote(name))?.[1];
    expect(types("plain")).to.equal("@types/plain");
    expect(types("@some/scoped/inside")).to.equal("@types/some__scoped");
    for (const name of ["./beside.js", "../above.js", "/whole/path.js"]) {
      expect(untypedNote(name)).to.equal(`${name} comes without types: what it exports is any.`);
    }
  });
});
