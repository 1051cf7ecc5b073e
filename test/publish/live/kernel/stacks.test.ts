import { expect } from "chai";
import type { Lines } from "../../../../publish/live/kernel/lines.ts";
import { addSource, mendStack, sourceStack } from "../../../../publish/live/kernel/stacks.ts";

const base = new URL("../../../../publish/live/kernel/", import.meta.url).href;
/** Line 1 comes from line 2, from its columns 4 on; line 2 from 7; line 3 from nothing. */
const LINES: Lines = [
  [
    [0, 2, 4],
    [10, 2, 20],
    [30, 3, 0],
  ],
  [[41, 7, 1]],
  [],
  [[40, 8, 2]],
];

describe("stacks of a page's cells", () => {
  before(() => {
    addSource("cell-3-0", { cell: 3, lines: () => [LINES], added: 0 });
    addSource("cell-4-1", { cell: 4, lines: () => [], added: 2 });
    const shift: Lines = [[[0, 1, 10]]];
    addSource("cell-5-2", { cell: 5, lines: () => [shift, LINES], added: 1 });
  });
  const error = new RangeError("too deep");
  const HEAD = "RangeError: too deep";
  /** What is shown of a frame. */
  const shown = (frame: string) => {
    const [head, ...lines] = sourceStack(error, `${HEAD}\n${frame}`).split("\n");
    expect(head).to.equal(HEAD);
    return lines;
  };
  const place = (at: string) => shown(`    at f (blob:x/${at})`)[0];

  it("speak of the source, by the last place before that of the code", () => {
    for (const [at, source] of [
      ["cell-3-0:2:1", "cell 3:2:5"],
      ["cell-3-0:2:10", "cell 3:2:5"],
      ["cell-3-0:2:11", "cell 3:2:21"],
      ["cell-3-0:2:30", "cell 3:2:21"],
      ["cell-3-0:2:31", "cell 3:3:1"],
      ["cell-3-0:2:99", "cell 3:3:1"],
    ]) {
      expect(place(at), at).to.equal(`    at f (blob:x/${source})`);
    }
  });

  it("take the first place of a line that begins a little later, else that of the code", () => {
    expect(place("cell-3-0:5:1")).to.include("cell 3:8:3");
    expect(place("cell-3-0:3:5")).to.include("cell 3:2:5");
    expect(place("cell-3-0:4:5")).to.include("cell 3:3:5");
    expect(place("cell-3-0:9:5")).to.include("cell 3:8:5");
  });

  it("count lines without those that stand before the source", () => {
    expect(place("cell-4-1:6:7")).to.include("cell 4:3:7");
  });

  it("follow one map after another", () => {
    expect(place("cell-5-2:2:1")).to.include("cell 5:1:21"); // 1:11, 2:21, one line added
  });

  it("leave places alone of code that is not known", () => {
    expect(place("cell-9-9:6:7")).to.equal("    at f (blob:x/cell-9-9:6:7)");
    expect(place("other.js:6:7")).to.equal("    at f (blob:x/other.js:6:7)");
  });

  it("call the cell's own code by its place alone", () => {
    for (const [frame, text] of [
      ["at default (cell-4-1:6:7)", "at cell 4:3:7"],
      ["at Object.default (cell-4-1:6:7)", "at cell 4:3:7"],
      ["at async default (cell-4-1:6:7)", "at async cell 4:3:7"],
      ["at Object.run [as run] (cell-4-1:6:7)", "at cell 4:3:7"],
      ["at run (cell-4-1:6:7)", "at cell 4:3:7"],
      ["at walk (cell-4-1:6:7)", "at walk (cell 4:3:7)"],
    ]) {
      expect(shown(`    ${frame}`), frame).to.deep.equal([`    ${text}`]);
    }
  });

  it("read the frames of other browsers, too", () => {
    expect(shown("walk@cell-4-1:6:7")).to.deep.equal(["    at walk (cell 4:3:7)"]);
    expect(shown("default@cell-4-1:6:7")).to.deep.equal(["    at cell 4:3:7"]);
    expect(shown("@cell-4-1:6:7")).to.deep.equal(["    at <anonymous> (cell 4:3:7)"]);
  });

  it("leave out the kernel, the engine that it calls, and what is no frame", () => {
    const frames = [
      "what else there is",
      "    at walk (cell-4-1:6:7)",
      `    at run (${base}kernel.js:1:2)`,
      `    at train (${base}7.js:1:2)`,
      "    at new Promise (<anonymous>)",
      "    at Array.map (<anonymous>)",
    ];
    expect(shown(frames.join("\n"))).to.deep.equal([
      "    at walk (cell 4:3:7)",
      "    at train (7.js:1:2)",
    ]);
    expect(shown("    at Array.map (<anonymous>)\n    at walk (cell-4-1:6:7)")).to.deep.equal([
      "    at Array.map (<anonymous>)",
      "    at walk (cell 4:3:7)",
    ]);
  });

  it("have the error at their head, whether the engine gives it or not", () => {
    const frame = "    at walk (cell-4-1:6:7)";
    for (const stack of [frame, `${HEAD}\n${frame}`]) {
      expect(sourceStack(error, stack)).to.equal(`${HEAD}\n    at walk (cell 4:3:7)`);
    }
    const odd = Object.assign(new Error("    at x@y"), { name: "Odd" });
    expect(sourceStack(odd, `Odd:     at x@y\n${frame}`)).to.equal(
      "Odd:     at x@y\n    at walk (cell 4:3:7)",
    );
  });

  it("are mended of errors that were thrown in cells alone", () => {
    const stackOf = (thrown: object, stack: string | undefined) => {
      Object.assign(thrown, { stack });
      mendStack(thrown);
      return Reflect.get(thrown, "stack");
    };
    const frame = "walk@cell-4-1:6:7";
    expect(stackOf(new Error("x"), frame)).to.equal("Error: x\n    at walk (cell 4:3:7)");
    expect(stackOf(new Error("x"), "walk@other.js:6:7")).to.equal("walk@other.js:6:7");
    expect(stackOf(new Error("x"), undefined)).to.equal(undefined);
    expect(stackOf({}, frame)).to.equal(frame);
    expect(() => mendStack(undefined)).not.to.throw();
  });
});
