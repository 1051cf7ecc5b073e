import { expect } from "chai";
import { borrowed } from "../../../grading/borrowed/borrowed.ts";
import type { Cell } from "../../../grading/notebook.ts";

const code = (id: string, source: string): Cell => ({
  ...{ id, source, cell_type: "code", metadata: {}, outputs: [], execution_count: null },
});
const given = code(
  "given",
  'import * as tf from "@tensorflow/tfjs";\nimport { OpConv2DMatmul, zeros } from "lib/ops";\nimport { train } from "lib/cifar";',
);
const text = (id: string, source: string): Cell => ({ ...code(id, source), cell_type: "markdown" });

/** What is said of a cell and of those that the student added before it. */
function scan(id: string, source: string, ...added: string[]): string[] {
  const others = added.map((each, i) => code(`added-${i}`, each));
  const cells = [given, ...others, code(id, source)];
  const own = new Set(cells.slice(1).map((cell) => cell.id));
  return borrowed(cells, own).map(({ cell, text }) => `${cell}: ${text}`);
}
const conv = "conv: uses OpConv2DMatmul of lib/ops";
const all = "conv: uses all of lib/ops";
const ops = 'import * as o from "lib/ops";';

describe("what is said of a cell that borrows", () => {
  for (const [source, ...said] of [
    ["new OpConv2DMatmul();", conv],
    ["new OpConv2DMatmul(); new OpConv2DMatmul();", conv],
    ["train();"],
    ["zeros();"],
    ["f({ a: OpConv2DMatmul });", conv],
    ["tf.relu([1]);", "conv: uses @tensorflow/tfjs"],
    ['import { OpConv2DMatmul as F } from "lib/ops";', conv],
    [`${ops} o.OpConv2DMatmul;`, conv],
    [`${ops} o.zeros; o.other.OpConv2DMatmul; a.OpConv2DMatmul;`],
    [`${ops} o["OpConv2DMatmul"];`, conv],
    [`${ops} o["zeros"];`],
    [`${ops} o[name];`, all],
    [`${ops} f(o);`, all],
    [`${ops} f(1, a ? o : 2);`, all],
    [`${ops} const other = o;`, all],
    [`${ops} const { OpConv2DMatmul: F } = o;`, conv],
    [`${ops} const { OpConv2DMatmul } = o;`, conv],
    [`${ops} const { zeros } = o;`],
    [`${ops} const { zeros: OpConv2DMatmul2, ...rest } = o;`, all],
    [`${ops} f({ o: 1 }); a.o; const { o: b } = c;`],
    [`${ops} f({ a: o });`, all],
    [`${ops} const { a = 1 } = { a: o };`, all],
    ['const o = require("lib/ops"); o.OpConv2DMatmul;', conv],
    ['const o = require("lib/ops"); o.zeros;'],
    ['f(() => { const o = require("lib/ops"); });'],
    ['require("lib/ops").OpConv2DMatmul;', conv],
    ['(await import("lib/ops")).OpConv2DMatmul;', conv],
    ['const { OpConv2DMatmul: F } = require("lib/ops");', conv],
    ['f(() => { const { OpConv2DMatmul: F } = require("lib/ops"); });', conv],
    ['require("lib/display").OpConv2DMatmul;'],
    ['require("@tensorflow/tfjs").relu;'],
  ]) {
    it(`that is ${source}`, () => {
      expect(scan("conv", source)).to.deep.equal(said);
    });
  }

  it("is of each task what solves that one", () => {
    expect(scan("own", "train(); new OpConv2DMatmul();")).to.deep.equal([
      "own: uses train of lib/cifar",
    ]);
    expect(scan("own", "train();", "function train() {}")).to.deep.equal([]);
    expect(scan("free", "train(); new OpConv2DMatmul();")).to.deep.equal([]);
  });

  it("names the helper that borrows, however many wrap it", () => {
    for (const [source, helper] of [
      ["first();", "first"],
      ["last();", "last"],
    ]) {
      const wraps = ["const last = () => first();", "const first = () => new OpConv2DMatmul();"];
      expect(scan("conv", source, ...wraps)).to.deep.equal([
        `conv: uses ${helper}, which uses OpConv2DMatmul of lib/ops`,
      ]);
    }
  });

  it("is nothing of imports, which wrap nothing", () => {
    const both = 'import { OpConv2DMatmul, zeros as empty } from "lib/ops";';
    expect(scan("conv", "empty();", both)).to.deep.equal([]);
    const alone = 'import { OpConv2DMatmul as F } from "lib/ops";';
    expect(scan("conv", "new F();", alone)).to.deep.equal([conv]);
  });

  it("is of the given cells nothing, nor of texts", () => {
    const cells = [
      code("other", "new OpConv2DMatmul(); eval('1');"),
      text("text", 'import { other } from "lib/ops/solutions"; eval("1");'),
      text("words", 'import { OpConv2DMatmul as word } from "lib/ops";'),
      code("conv", "word();"),
    ];
    expect(borrowed([given, ...cells], new Set(["text", "words", "conv"]))).to.deep.equal([]);
  });

  it("has each sentence of each cell once", () => {
    expect(scan("conv", "eval('1'); eval('2');", "eval('3'); new Function();")).to.deep.equal([
      ...["added-0: runs text as code: eval", "added-0: runs text as code: Function"],
      "conv: runs text as code: eval",
    ]);
  });
});

describe("what is said of any cell that loads or runs what cannot be read", () => {
  for (const [source, ...said] of [
    ['import "lib/ops/solutions";', "loads lib/ops/solutions"],
    ['require("lib/ops/solutions");', "loads lib/ops/solutions"],
    ["f(() => import(name));", "loads a module whose name is computed"],
    ['require("lib/ops");'],
    ["eval(code);", "runs text as code: eval"],
    ["new Function(code);", "runs text as code: Function"],
    ["Function(code);", "runs text as code: Function"],
    ["f(eval);"],
    ["f(Function);"],
    ["a.eval(code);"],
    ["const a: Function = f; f(a);"],
  ]) {
    it(`that is ${source}`, () => {
      expect(scan("any", source)).to.deep.equal(said.map((each) => `any: ${each}`));
    });
  }
});
