import { Console } from "node:console";
import { Writable } from "node:stream";
import { expect } from "chai";
import { pageConsole, tableOf } from "../../../../publish/live/kernel/console.ts";

type Use = (console: Console) => void;

/** What a use writes, in order: on a page, or by Node's own console. */
function onPage(use: Use): string[] {
  const written: string[] = [];
  use(pageConsole((name, text) => written.push(`${name}: ${text}`)) as Console);
  return written;
}

function inNode(use: Use): string[] {
  const written: string[] = [];
  const stream = (name: string) =>
    new Writable({
      write(chunk, _, done) {
        written.push(`${name}: ${chunk}`);
        done();
      },
    });
  use(new Console({ stdout: stream("stdout"), stderr: stream("stderr") }));
  return written;
}

describe("the console of a page", () => {
  const uses: Record<string, Use> = {
    "values of all kinds": (c) => c.log("a %s b %d %j", 1, 2, { x: 3 }, [4, { y: new Map() }]),
    nothing: (c) => c.log(),
    "what is no problem": (c) => {
      c.info("a");
      c.debug("b");
      c.dirxml([1], "c");
    },
    "what is one": (c) => {
      c.error("a", new Map([[1, 2]]));
      c.warn("b");
    },
    objects: (c) => {
      c.dir({ a: { b: { c: { d: 1 } } } }, { depth: 0 });
      c.dir("text");
    },
    assertions: (c) => {
      c.assert(true, "held");
      c.assert(1);
      c.assert(false);
      c.assert(0, "a %s", "b");
      c.assert();
    },
    counts: (c) => {
      c.count();
      c.count("x");
      c.count();
      c.countReset();
      c.count();
      c.count("x");
    },
    groups: (c) => {
      c.group("a", 1);
      c.log("b\nc");
      c.group();
      c.error("d");
      c.groupEnd();
      c.log("e");
      c.groupCollapsed("f");
      c.groupEnd();
      c.groupEnd();
      c.groupEnd();
      c.log("g");
    },
    "what is no table": (c) => {
      c.table(3);
      c.table(null);
      c.table("abc");
    },
  };
  for (const [what, use] of Object.entries(uses)) {
    it(`writes ${what} as Node's does`, () => {
      expect(onPage(use)).to.deep.equal(inNode(use));
    });
  }

  it("says where a trace was asked for", () => {
    expect(onPage((c) => c.trace("at %s", "x"))).to.deep.equal(["stderr: Trace: at x\n"]);
  });

  it("measures times, each by its label", () => {
    const took = /^stdout: (\w+): (\d+\.\d{3})ms( .*)?\n$/;
    const began = performance.now();
    const written = onPage((c) => {
      c.time();
      c.time("x");
      c.timeLog("x", "so", "far");
      c.timeEnd("x");
      c.timeEnd();
    }).map((text) => took.exec(text));
    expect(written.map((found) => found?.slice(1, 2).concat(found[3]))).to.deep.equal([
      ...[["x", " so far"]],
      ...[["x", undefined]],
      ...[["default", undefined]],
    ]);
    const times = written.map((found) => Number(found?.[2]));
    expect(Math.max(...times)).to.be.at.most(performance.now() - began + 0.001);
  });

  it("warns of times that were not begun, or have ended", () => {
    const written = onPage((c) => {
      c.timeLog("y");
      c.time("x");
      c.timeEnd("x");
      c.timeEnd("x");
    });
    expect(written.map((text) => text.replace(/[\d.]+ms/, "0ms"))).to.deep.equal([
      "stderr: Warning: No such label 'y' for console.time()\n",
      "stdout: x: 0ms\n",
      "stderr: Warning: No such label 'x' for console.time()\n",
    ]);
  });

  it("writes tables in the groups that they are in", () => {
    const [, table] = onPage((c) => {
      c.group("a");
      c.table([1]);
    });
    expect(table)
      .to.match(/^stdout: {3}┌/)
      .and.to.match(/\n {2}└.*┘\n$/);
  });
});

describe("a table of a page's console", () => {
  const drawn = (...lines: string[]) => lines.join("\n");

  it("has a row for each value, by its place or key", () => {
    expect(tableOf(["a", 22])).to.equal(
      drawn(
        "┌─────────┬────────┐",
        "│ (index) │ Values │",
        "├─────────┼────────┤",
        "│ 0       │ 'a'    │",
        "│ 1       │ 22     │",
        "└─────────┴────────┘",
      ),
    );
    expect(tableOf({ key: true })).to.include("│ key     │ true   │");
  });

  it("has a column for each key of its rows, and values beside them", () => {
    expect(tableOf([{ a: 1, long: "x".repeat(9) }, { b: { c: 2 } }, 3])).to.equal(
      drawn(
        "┌─────────┬───┬─────────────┬──────────┬────────┐",
        "│ (index) │ a │ long        │ b        │ Values │",
        "├─────────┼───┼─────────────┼──────────┼────────┤",
        "│ 0       │ 1 │ 'xxxxxxxxx' │          │        │",
        "│ 1       │   │             │ [Object] │        │",
        "│ 2       │   │             │          │ 3      │",
        "└─────────┴───┴─────────────┴──────────┴────────┘",
      ),
    );
  });

  it("has the columns that are asked for", () => {
    expect(
      tableOf([{ a: 1, b: 2 }], ["b", "c"])
        ?.split("\n")
        .slice(1, 4),
    ).to.deep.equal(["│ (index) │ b │ c │", "├─────────┼───┼───┤", "│ 0       │ 2 │   │"]);
  });

  it("is made of maps and sets, too, and of nothing else", () => {
    expect(tableOf(new Set(["x"]))).to.include("│ 0       │ 'x'    │");
    expect(tableOf(new Map([["k", 1]]))).to.include("│ 0       │ 'k' │ 1 │");
    expect(tableOf([null])).to.include("│ 0       │ null   │");
    for (const value of [undefined, null, 1, "text", () => {}]) {
      expect(tableOf(value)).to.equal(undefined);
    }
  });
});
