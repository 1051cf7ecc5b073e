import { expect } from "chai";
import { borrowed } from "../../grading/borrowed/borrowed.ts";
import { RESTRICTED } from "../../grading/borrowed/restricted.ts";
import type { Cell } from "../../grading/notebook.ts";
import { isAnswer, isManual } from "../../grading/run/cells.ts";
import { sourceOf } from "../../publish/notebooks.ts";
import { worked } from "./worked.ts";

const code = (id: string, source: string): Cell => ({
  ...{ id, source, cell_type: "code", metadata: {}, outputs: [], execution_count: null },
});

/** What the scan says of a notebook in which the student wrote this cell and added these before it. */
function scan(id: string, source: string, ...added: string[]): string[] {
  const notebook = [...worked.values()].find(({ cells }) => cells.some((cell) => cell.id === id));
  const cells = notebook?.cells ?? [];
  const at = cells.findIndex((cell) => cell.id === id);
  const own = added.map((each, i) => code(`added-${i}`, each));
  const written = [...cells.slice(0, at), ...own, code(id, source), ...cells.slice(at + 1)];
  const ids = new Set([id, ...own.map((cell) => cell.id)]);
  return borrowed(written, ids).map(({ cell, text }) => `${cell}: ${text}`);
}

/** Each cell that students write, solved. */
const solved = [...worked.values()]
  .flatMap(({ cells }) => cells)
  .filter((cell) => isAnswer(cell) && !isManual(cell))
  .map((cell) => [cell.id, sourceOf(cell)] as const);

/** Ways in which an honest cell looks like one that borrows: the source, and cells before it. */
const HONEST: Record<string, (source: string) => string[]> = {
  "as it is": (source) => [source],
  "with what it may not use in a comment": (source) => [
    `// not OpConv2DMatmul, nearerPart, train or tf.conv2d\n${source}`,
  ],
  "with such names in a text": (source) => [
    `console.log("OpConv2DMatmul nearerPart train gridSearch lib/ops/solutions");\n${source}`,
  ],
  "with properties of such names": (source) => [
    `const settings = { train: 1, nearerPart: 2, tf: 3, OpConv2DMatmul: 4 };\nsettings.train + settings.tf;\n${source}`,
  ],
  "with a parameter of such a name": (source) => [
    `const count = (train: number, classify: number) => train + classify;\ncount(1, 2);\n${source}`,
  ],
  "with imports that are free, under other names": (source) => [
    `import { zeros as empty, tensor as make } from "lib/ops";\nimport { area as size } from "lib/knn";\n${source}`,
  ],
  "with a namespace of which it takes what is free": (source) => [
    `import * as ops from "lib/ops";\nimport * as knn from "lib/knn";\nops.zeros([1]);\nknn.area([]);\n${source}`,
  ],
  "with types alone": (source) => [
    `import type { OpConv2DMatmul } from "lib/ops";\nimport { type Region } from "lib/knn";\n${source}`,
  ],
  "with a helper of another cell": (source) => [
    source.replace("{\n", "{\n  helper(1);\n"),
    "function helper(x: number) { return 2 * x; }",
  ],
  "beside a cell that tries the library out": (source) => [
    source,
    "const fast = new OpConv2DMatmul(1, 3, inputs);\nconst regions = voronoiRegions(trainingSet, 3, bounds);\nawait train(model, data, {});",
  ],
  "with require of what is free": (source) => [
    `const { table } = require("lib/display");\n${source}`,
  ],
  "with a function of its own in place of the library's": (source) => [
    `function nearerPart() {}\nfunction earlyStopping() {}\nnearerPart();\nearlyStopping();\n${source}`,
  ],
  "with a package of its own": (source) => [
    `import ndarray from "ndarray";\nndarray([1]);\n${source}`,
  ],
};

describe("the scan for what is borrowed", () => {
  it("knows each cell that students write", () => {
    expect([...RESTRICTED.keys()].toSorted()).to.deep.equal(solved.map(([id]) => id).toSorted());
  });

  for (const [way, write] of Object.entries(HONEST)) {
    it(`says nothing of a solution ${way}`, () => {
      for (const [id, source] of solved) {
        const [own, ...added] = write(source);
        expect(scan(id, own, ...added), id).to.deep.equal([]);
      }
    });
  }

  for (const [what, id, source, ...added] of [
    ["a name of the given imports", "conv", "new OpConv2DMatmul(1, 1, x).backward();"],
    ["a renamed import", "conv", 'import { OpConv2DMatmul as F } from "lib/ops";\nnew F(1, 1, x);'],
    ["a namespace", "conv", 'import * as o from "lib/ops";\nnew o.OpConv2DMatmul(1, 1, x);'],
    [
      "a member by its text",
      "conv",
      'import * as o from "lib/ops";\nnew o["OpConv2DMatmul"](1, 1, x);',
    ],
    [
      "a computed member",
      "conv",
      'import * as o from "lib/ops";\nnew o[["Op", "x"].join("")](1, 1, x);',
    ],
    ["all of a namespace", "conv", 'import * as o from "lib/ops";\nconst { ...all } = o;'],
    ["require", "conv", 'const { OpConv2DMatmul: F } = require("lib/ops");\nnew F(1, 1, x);'],
    ["require, used at once", "conv", 'new (require("lib/ops").OpConv2DMatmul)(1, 1, x);'],
    [
      "a dynamic import",
      "conv",
      'const o = await import("lib/ops");\nnew o.OpConv2DMatmul(1, 1, x);',
    ],
    ["a base class", "conv", "class OpConv2D extends OpConv2DMatmul {}"],
    [
      "a helper of another cell",
      "conv",
      "class A { b() { helper(); } }",
      "const helper = () => new OpConv2DMatmul(1, 1, x);",
    ],
    [
      "a helper of a helper",
      "conv",
      "class A { b() { last(); } }",
      "const last = () => first();",
      "const first = () => new OpConv2DMatmul(1, 1, x);",
    ],
    [
      "an alias of another cell",
      "conv",
      "new F(1, 1, x);",
      'import { OpConv2DMatmul as F } from "lib/ops";',
    ],
    ["TensorFlow.js", "relu", "class A { f() { tf.relu([1]); } }"],
    ["a method of a prototype", "dense", "OpConv2DMatmul.prototype.backward.call(this);"],
    [
      "the library's cut",
      "cut",
      "const cut = (a, p, q) => nearerPart(a, p, q);",
      'import { nearerPart } from "lib/knn";',
    ],
    ["the library's cells", "cell", "voronoiRegions(trainingSet, 1, bounds);"],
    ["the library's search", "own-search", "const s = await gridSearch(space, {});"],
    ["the library's training with patience", "own", "await train(model, data, { patience });"],
  ]) {
    it(`finds ${what}`, () => {
      expect(scan(id, source, ...added).join("\n")).to.match(new RegExp(`^${id}: uses `));
    });
  }

  for (const [what, source] of [
    ["the solutions by their entry", 'import { OpConv2D } from "lib/ops/solutions";'],
    [
      "the solutions by their file",
      'const { OpRelu } = require("../lib/dist/ops/solutions/opRelu.js");',
    ],
    ["a module whose name is computed", 'const name = "lib/" + "ops";\nrequire(name);'],
    ["text that is run", 'eval("1 + 1");'],
    ["text that becomes a function", 'new Function("return 1")();'],
  ]) {
    it(`finds ${what} in any cell of the student's`, () => {
      expect(scan("conv", "class OpConv2D extends Conv2D {}", source)).to.have.length(1);
    });
  }
});
