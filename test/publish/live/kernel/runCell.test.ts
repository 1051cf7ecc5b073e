import { expect } from "chai";
import { LiveWorker, textOf } from "./liveWorker.ts";

/** Cells as they are published. */
const CELLS = [
  { id: "a", source: "const factor: number = 3;\nlet count = 0;\nconst next = () => ++count;" },
  { id: "b", source: "next() * factor" },
  {
    id: "c",
    source:
      'function deep(n: number): never {\n  if (n === 0) throw new RangeError("too deep");\n  return deep(n - 1);\n}\ndeep(1)',
  },
  { id: "d", source: 'import { one } from "packed";\nawait 0;\none' },
];
const [A, B, C, D] = CELLS.map(({ source }) => source);

describe("the cells of a page's worker", () => {
  let live: LiveWorker;
  before(async () => {
    live = await LiveWorker.start(CELLS);
  });
  after(() => live.remove());

  it("share their variables, and give their values with their numbers", async () => {
    expect(await live.run("a", A)).to.deep.include({ state: "done", outputs: [] });
    const { state, outputs } = await live.run("b", B);
    expect([state, outputs.map(textOf)]).to.deep.equal(["done", ["3"]]);
    expect(outputs[0]).to.include({ output_type: "execute_result", execution_count: 2 });
    expect(textOf((await live.run("b", B)).outputs[0])).to.equal("6");
  });

  it("run as they are shown, also where they were edited, and refer to those that have not run", async () => {
    expect(textOf((await live.run("b", "factor * 100 as number")).outputs[0])).to.equal("300");
    expect(textOf((await live.run("b", "deep.name")).outputs[0])).to.match(
      /ReferenceError|TypeError/,
    );
    await live.run("a", A.replace("3", "5"));
    expect(textOf((await live.run("b", "factor")).outputs[0])).to.equal("5");
    await live.run("a", A);
    expect(textOf((await live.run("b", B)).outputs[0])).to.equal("3");
  });

  it("await, and import what is loaded first", async () => {
    expect(textOf((await live.run("d", D)).outputs[0])).to.equal("1");
    expect(textOf((await live.run("d", D.replace("one;", "one ;"))).outputs[0])).to.equal("1");
  });

  for (const [what, source] of [
    ["as published", C],
    ["edited", `${C} `],
  ] as const) {
    it(`say where they failed: ${what}`, async () => {
      const { state, outputs } = await live.run("c", source);
      expect(state).to.equal("failed");
      expect(outputs).to.have.length(1);
      const place = { cell: 3, line: 2, column: 22 };
      expect(outputs[0]).to.include({ output_type: "error", ename: "RangeError", ...place });
      expect(textOf(outputs[0])).to.equal(
        [
          "RangeError: too deep",
          '    if (n === 0) throw new RangeError("too deep");',
          "                       ^",
          "    at deep (cell 3:2:22)",
          "    at deep (cell 3:3:10)",
          "    at cell 3:5:1",
        ].join("\n"),
      );
    });
  }

  it("say where they failed after an await, and what they threw that is no error", async () => {
    const { outputs } = await live.run("d", 'await 0;\n\nthrow new Error("late")');
    expect(outputs[0]).to.include({ evalue: "late", cell: 4, line: 3, column: 7 });
    const thrown = (await live.run("d", "await 0; throw 7")).outputs[0];
    expect(thrown).to.include({ ename: "Thrown", evalue: "7" });
    const sync = (await live.run("d", "throw 8")).outputs[0];
    expect(sync).to.include({ ename: "Thrown", evalue: "8" });
  });

  it("show the frames of other engines as V8's, of what awaits, too", async () => {
    for (const begin of ["", "await 0; "]) {
      const thrown = 'Object.assign(new Error("x"), { stack: "walk@cell-9-9:2:1" })';
      const { outputs } = await live.run("d", `${begin}throw ${thrown}`);
      expect(textOf(outputs[0]), begin).to.include("    at walk (cell-9-9:2:1)");
    }
  });

  it("name the place of what cannot be compiled", async () => {
    const { state, outputs } = await live.run("b", "1 +\n* 2");
    expect(state).to.equal("failed");
    expect(outputs[0]).to.include({ ename: "SyntaxError", cell: 2, line: 2 });
    expect(textOf(outputs[0])).to.include("\n  * 2\n");
  });

  it("are those of the page, and others that it has not", async () => {
    expect(textOf((await live.run("z", "throw new Error('no')")).outputs[0])).to.match(
      /cell 0:1:7/,
    );
  });
});

describe("the cells of a page whose lines cannot be loaded", () => {
  let live: LiveWorker;
  before(async () => {
    live = await LiveWorker.start(CELLS, { lines: false });
  });
  after(() => live.remove());

  it("fail with the lines of what they were compiled to", async () => {
    const { outputs } = await live.run("c", C);
    expect(outputs[0]).to.include({ ename: "RangeError", evalue: "too deep", cell: 3 });
    expect(textOf(outputs[0])).to.match(/at deep \(cell 3:\d+:\d+\)/);
  });
});

describe("a page whose cells cannot be loaded", () => {
  let live: LiveWorker;
  before(async () => {
    live = await LiveWorker.start(CELLS, { published: false });
  });
  after(() => live.remove());

  it("runs none, and says why", async () => {
    const { state, seconds, outputs } = await live.run("a", A);
    expect([state, seconds]).to.deep.equal(["failed", 0]);
    expect(textOf(outputs[0])).to.match(
      /^\[Error: file:.*\/page\.cells\.json could not be loaded \(404\)\]$/,
    );
    expect(live.told.filter(({ type }) => type === "ready")).to.deep.equal([]);
  });
});
