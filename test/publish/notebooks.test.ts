import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import {
  checked,
  chooseNotebooks,
  jsonOf,
  notebookNames,
  readNotebook,
  sourceOf,
  withoutOutputs,
} from "../../publish/notebooks.ts";

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
    expect(refusal(cells("a b", "second"))).to.match(/^a\.ipynb: cell 1 has the id "a b"\./);
    for (const id of ["../../up", "a/b", "a b", "é", "", "x".repeat(65), "first", undefined, 7]) {
      expect(refusal(cells("first", id)), String(id)).to.match(/^a\.ipynb: cell 2 has the id /);
    }
  });
});

describe("the notebooks of a folder", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "notebooks-"));
  });
  after(() => rm(folder, { recursive: true }));

  it("are its files by their names, in order", async () => {
    for (const name of ["2.0-b.ipynb", "1.0-a.ipynb", "c.ts", "d.ipynb.txt"]) {
      await writeFile(join(folder, name), '{ "cells": [] }');
    }
    expect(await notebookNames(folder)).to.deep.equal(["1.0-a", "2.0-b"]);
    expect(await readNotebook("1.0-a", folder)).to.deep.equal({ cells: [] });
    await writeFile(join(folder, "2.0-b.ipynb"), "{");
    expect(await readNotebook("2.0-b", folder).catch(({ message }) => message)).to.equal(
      "2.0-b.ipynb is damaged: it is not the JSON of a notebook.",
    );
  });

  it("are the project's where none is named", async () => {
    const names = await notebookNames();
    expect(names).to.include("3.1-neural-network-operations");
    expect((await readNotebook(names[0])).cells).not.to.have.length(0);
  });

  it("are meant by their names, their beginnings and their files", () => {
    const names = ["1.0-a", "1.0-a-b", "2.0-c"];
    expect(chooseNotebooks(names, [])).to.equal(names);
    for (const word of ["2.0", "2.0-c", "2.0-c.ipynb", "notebooks/2.0-c.ipynb", "x\\2.0"]) {
      expect(chooseNotebooks(names, [word]), word).to.deep.equal(["2.0-c"]);
    }
    expect(chooseNotebooks(names, ["2.0", "1.0-a-b", "2.0"])).to.deep.equal(["1.0-a-b", "2.0-c"]);
    expect(() => chooseNotebooks(names, ["1.0"])).to.throw(
      "1.0 means 1.0-a and 1.0-a-b. There are:",
    );
    for (const none of ["2", "2.0-", "c", ""]) {
      expect(() => chooseNotebooks(names, [none])).to.throw(
        `${none} means no notebook. There are:\n  1.0-a\n  1.0-a-b\n  2.0-c`,
      );
    }
  });
});

describe("a cell of a notebook", () => {
  const code = { id: "a", cell_type: "code", metadata: {}, source: ["1;\n", "2"] };

  it("has a source in one piece or in lines", () => {
    expect(sourceOf(code)).to.equal("1;\n2");
    expect(sourceOf({ ...code, source: "3" })).to.equal("3");
  });

  it("has no outputs where it has not run", () => {
    const ran = { ...code, outputs: [{ output_type: "stream" }], execution_count: 4 };
    expect(withoutOutputs(ran)).to.deep.equal({ ...code, outputs: [], execution_count: null });
    const prose = { ...code, cell_type: "markdown" };
    expect(withoutOutputs(prose)).to.equal(prose);
  });

  it("is written as Jupyter writes it", () => {
    const notebook = { cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 };
    expect(jsonOf(notebook)).to.equal(
      '{\n "cells": [],\n "metadata": {},\n "nbformat": 4,\n "nbformat_minor": 5\n}\n',
    );
  });
});
