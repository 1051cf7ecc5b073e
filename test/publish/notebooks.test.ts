import { expect } from "chai";
import { checked } from "../../publish/notebooks.ts";

describe("a notebook to be published", () => {
  const cells = (...ids: unknown[]) =>
    JSON.stringify({ cells: ids.map((id) => ({ id, cell_type: "code", source: "" })) });
  const refusal = (text: string) => {
    try {
      checked(text, "a.ipynb");
      return "";
    } catch (error) {
      return (error as Error).message;
    }
  };

  it("is taken with ids of letters, digits, hyphens and underscores", () => {
    for (const text of [cells(), cells("a", "B-2_c"), cells("x".repeat(64))]) {
      expect(refusal(text)).to.equal("");
    }
  });

  it("is refused, named, when it is damaged", () => {
    for (const text of ["", "{}", "null", "[]", '{"cells":{}}', cells("a").slice(0, -3)]) {
      expect(refusal(text)).to.equal("a.ipynb is damaged: it is not the JSON of a notebook.");
    }
  });

  it("is refused with an id that is no name of a file, naming the cell", () => {
    for (const id of ["../../up", "a/b", "a b", "é", "", "x".repeat(65), "first", undefined, 7]) {
      expect(refusal(cells("first", id)), String(id)).to.match(/^a\.ipynb: cell 2 has the id /);
    }
  });
});
