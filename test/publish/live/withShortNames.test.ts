import { expect } from "chai";
import { withShortNames } from "../../../publish/live/withShortNames.ts";

describe("the scripts of a page's kernel", () => {
  it("name their parts by numbers, and all else as it was", () => {
    const short = withShortNames([
      ["kernel.js", 'import"./chunk-AB12CD34.js";import("./tf.es-ZZZZZZZZ.js");"my-AB12CD34.js"'],
      ["tf.es-ZZZZZZZZ.js", 'import"./chunk-AB12CD34.js";import"./kernel.js"'],
      ["chunk-AB12CD34.js", "2"],
    ]);
    const decoder = new TextDecoder();
    expect([...short].map(([name, text]) => [name, decoder.decode(text)])).to.deep.equal([
      ["kernel.js", 'import"./1.js";import("./0.js");"my-AB12CD34.js"'],
      ["0.js", 'import"./1.js";import"./kernel.js"'],
      ["1.js", "2"],
    ]);
  });
});
