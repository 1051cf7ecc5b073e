import { expect } from "chai";
import { LiveWorker, textOf } from "./liveWorker.ts";

describe("the modules that cells of a page import", () => {
  let live: LiveWorker;
  before(async () => {
    live = await LiveWorker.start([]);
  });
  after(() => live.remove());

  /** What a cell gives or throws, without the lines of its stack. */
  const result = async (source: string) => {
    const { state, outputs } = await live.run("x", source);
    const text = textOf(outputs.at(-1));
    return state === "failed" ? text?.split("\n")[0] : text;
  };

  it("are loaded before the cell runs, those of their exports that it uses", async () => {
    expect(await result('import { a } from "lib/part";\na')).to.equal("'A'");
    expect(await live.value("globalThis.loaded")).to.deep.equal(["a"]);
    expect(await result('import { a } from "lib/part";\na + 1')).to.equal("'A1'");
    expect(await result('import * as part from "lib/part";\nObject.keys(part)')).to.equal(
      "[ 'a', 'b' ]",
    );
    expect(await live.value("globalThis.loaded")).to.include("b");
  });

  it("are ES modules, and show nothing else of what they were loaded with", async () => {
    expect(await result('import * as part from "lib/part";\n(part as any).other')).to.equal(
      undefined,
    );
    expect(await result('import { one, two } from "packed";\none + two')).to.equal("3");
    expect(await result('import * as packed from "packed";\n(packed as any).__esModule')).to.equal(
      "true",
    );
  });

  it("are asked for what they have not", async () => {
    expect(await result('import { three } from "packed";\nthree')).to.equal(
      "SyntaxError: Module 'packed' has no exported member 'three'.",
    );
    expect(await result('import { none } from "elsewhere";\nnone')).to.equal(
      "Error: Cannot find module 'elsewhere' in this page, which has packed, lib/part, broken; " +
        "download the notebook and run it in Jupyter to import others.",
    );
    expect(await result('import { none } from "toString";\nnone')).to.match(
      /Cannot find module 'toString'/,
    );
  });

  it("say why they could not be loaded, and are loaded when they can be", async () => {
    const source = 'import { whole } from "broken";\nwhole';
    expect(await result(source)).to.match(/^Error: no network/);
    await live.run("y", "globalThis.mended = true");
    expect(await result(source)).to.equal("true");
    expect(await result(`${source} === true`)).to.equal("true");
  });

  it("are required by their names alone", async () => {
    expect(await result('require("packed").one')).to.equal("1");
    expect(await result('const name = "path"; require(name)')).to.equal(
      "Error: 'path' can be imported here by `import` alone, with its name as a literal",
    );
  });
});
