import { expect } from "chai";
import type { Cell } from "../../../grading/notebook.ts";
import { namesOf } from "../../../grading/run/names.ts";
import { needed } from "../../../grading/run/needed.ts";

describe("the names of a cell", () => {
  const used = (source: string) => [...namesOf(source).used].sort();

  for (const [source, names] of [
    ["const x = other + Math.PI;", ["Math", "other"]],
    ["const { data } = dataset; data.map((image) => image.pixels);", ["dataset"]],
    ["show({ tf, size: image.size });", ["image", "show", "tf"]],
    ["for (const image of images) image.draw(); image;", ["image", "images"]],
    ["class A extends Base<Shape> { size = width; }", ["Base", "Shape", "width"]],
    ["const f = (n: Count): Count => n;", ["Count"]],
    ['import { a as b } from "lib/ops"; b(c);', ["c"]],
    ["const broken = (other;", ["other"]],
  ] as [string, string[]][]) {
    it(`that it takes from others, in ${source}`, () => {
      expect(used(source)).to.deep.equal(names);
    });
  }

  it("that it declares: variables, parts of values, functions, classes, types, imports", () => {
    const source =
      'import d, { a as b } from "x"; import * as n from "y"; const { p: q, ...r } = d, [s] = r;' +
      "function f() { const inner = 1; } class C {} type T = 1; interface I {} enum E { A }";
    expect([...namesOf(source).declared].sort()).to.deep.equal(
      ["C", "E", "I", "T", "b", "d", "f", "n", "q", "r", "s"].sort(),
    );
  });
});

describe("what has to run for the marks", () => {
  const cell = (id: string, source: string, nbgrader = {}): Cell => ({
    id,
    cell_type: "code",
    source,
    metadata: { nbgrader },
  });
  const cells = [
    cell("imports", 'import { plot } from "lib/plot";'),
    cell("inputs", "const inputs = [1];"),
    cell("own", "const op = () => half(inputs);"),
    cell("helper", "const half = (x: number[]) => x;"),
    cell("picture", "plot(inputs);"),
    cell("change", "inputs.push(2); inputs.push(3);"),
    cell("training", "const network = [op()];"),
    cell("more", "await network.train();"),
    cell("points-3-1-1", "points(op);", { grade: true, points: 5 }),
  ];

  it("is the student's cells, the checks, what they use, and what may change that", () => {
    expect(needed(cells, new Set(["own"])).map(({ id }) => id)).to.have.members([
      ...["inputs", "own", "helper", "change", "points-3-1-1"],
    ]);
  });

  it("grows with what a student's own cell uses", () => {
    const added = cell("added", "console.log(network);");
    expect(
      needed([...cells, added], new Set(["own", "added"])).map(({ id }) => id),
    ).to.include.members([...["training", "more", "added"]]);
  });

  const ids = (given: Cell[], ...own: string[]) => needed(given, new Set(own)).map(({ id }) => id);

  it("is little where little is used, and nothing without the student's and checks", () => {
    expect(ids([cells[1], cell("points", "inputs;", { grade: true, points: 1 })])).to.deep.equal([
      ...["inputs", "points"],
    ]);
    expect(ids([cell("a", "const a = b;"), cell("b", "const b = 1;")])).to.deep.equal([]);
  });

  it("has no text, and no cell of which a part cannot run", () => {
    const text = { ...cell("text", "Some; text."), cell_type: "markdown" };
    const both = cell("both", "plot(inputs); inputs.push(4);");
    expect(ids([...cells, text, both], "own", "text")).to.have.members([
      ...["inputs", "own", "helper", "change", "points-3-1-1"],
    ]);
  });

  it("has what only changes a thing of no cell's", () => {
    expect(ids([cell("log", 'console.log("a"); console.log("b");')])).to.deep.equal(["log"]);
  });

  it("leaves given imports of which nothing is used out, and the student's own in", () => {
    const source = 'import { a, type b } from "x";\nimport * as c from "y";\nimport "z";';
    const imports = cell("imports", source);
    const own = cell("own", 'import { d } from "w";\nb;');
    const [first, second] = needed([imports, own], new Set(["own"]));
    expect(first.source).to.equal('import { a, type b } from "x";\nimport "z";');
    expect(second.source).to.equal(own.source);
  });
});
