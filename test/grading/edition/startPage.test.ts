import { expect } from "chai";
import { startPage } from "../../../grading/edition/startPage.ts";
import type { Cell, Notebook } from "../../../grading/notebook.ts";

const GRADE = "application/vnd.cnn-check+json";

const cell = (id: string, source: string | string[], more: object = {}): Cell => ({
  ...{ id, source, cell_type: "code", metadata: {}, outputs: [], execution_count: null, ...more },
});
/** A check worth so many points, with what its saved outputs say. */
const check = (id: string, points: number, earned: unknown[] = [], tags: string[] = []): Cell =>
  cell(id, "", {
    metadata: { tags, nbgrader: { grade: true, solution: false, points } },
    outputs: earned.map((grade) => ({ output_type: "execute_result", data: { [GRADE]: grade } })),
  });
const notebook = (...cells: Cell[]): Notebook => ({
  ...{ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 },
});

/** The tables of a page: of the notebooks, and of each one's tasks. */
function tables(...cells: Cell[]): string[][] {
  const page = startPage(new Map([["3.1-name", notebook(...cells)]]));
  return page
    .split("\n\n")
    .filter((part) => part.startsWith("|"))
    .map((part) => part.split("\n").slice(2));
}
const standOf = (...cells: Cell[]) =>
  tables(...cells)[0][0]
    .split(" | ")
    .at(-1);

describe("the start page", () => {
  it("has a row for each notebook and for each task, in their order", () => {
    const answer = {
      metadata: { nbgrader: { grade: true, solution: true, points: 5 } },
      outputs: [{ output_type: "stream", text: "no check" }],
    };
    const page = startPage(
      new Map([
        [
          "3.1-name",
          notebook(
            cell("title", ["text\n", "# A title (12 points, 3 extra)\n", "## More (1 point)"]),
            check("points-3-1-1", 10, [{ points: 2.5 }]),
            cell("answer-3-1-5", "# Another", answer),
            cell("relu", "", { metadata: { nbgrader: { grade: false, solution: true } } }),
            check("points-3-1-6", 5, [], ["extra"]),
          ),
        ],
        ["9-other", notebook(cell("a", "no title (1 point)"), check("mine-1-2-x", 0.5))],
      ]),
    );
    const [, rows, , tasks] = /\n\| notebook [^\n]*\n[^\n]*\n(.*?)\n\n(.*?)## Tasks\n\n(.*)$/s.exec(
      page,
    ) ?? ["", "", "", ""];
    expect(rows).to.equal(
      [
        "| [A title](3.1-name.ipynb) | 15 + 5 | 1.1 | 2.5 points by 1 of 2 checks |",
        "| [](9-other.ipynb) | 0.5 |  | not begun |",
      ].join("\n"),
    );
    const head = "\n\n| task | | points | of |\n| --- | --- | ---: | ---: |\n";
    expect(tasks).to.equal(
      `### A title${head}${[
        "| 3.1.1 | convolution: backward | 2.5 | 10 |",
        "| 3.1.5 | why the curve is jagged | read by a person | 5 |",
        "| 3.1.6 | a dense layer | not checked yet | 5 extra |",
      ].join("\n")}\n\n### ${head}| 1.2.x |  | not checked yet | 0.5 |\n`,
    );
  });

  it("has what a student in a project, and what one in a class needs to know", () => {
    const notebooks = new Map([
      ["3.0-a", notebook()],
      ["3.1-b", notebook()],
    ]);
    const [project, same, inClass] = [
      ...[startPage(notebooks, "in a project"), startPage(notebooks)],
      startPage(notebooks, "in a class"),
    ];
    expect(project).to.equal(same);
    const commands = "\n4. `npm run check` runs all notebooks as they will be graded. ";
    const links = "[3.0](../notebooks/3.0-a.ipynb), [3.1](../notebooks/3.1-b.ipynb).\n\n## Tasks";
    expect(project)
      .to.include("`npm start` made it, and never overwrites what you write.")
      .and.include(commands)
      .and.include(links);
    expect(inClass)
      .to.include("no correction of the assignment overwrites what you write.")
      .and.include("\n4. Before you hand in, restart the kernel and run all cells, ")
      .and.not.match(/npm |\.\.\/notebooks|Learning by yourself/);
  });

  it("adds up what the saved checks say, rounded, up to what can be had without extra points", () => {
    const points = (id: string, of: number, ...earned: number[]) =>
      check(id, of, earned.length ? [{ points: earned[0] }] : []);
    const extra = check("c", 5, [{ points: 5 }], ["extra"]);
    expect(standOf(points("a", 10), points("b", 10))).to.equal("not begun |");
    expect(standOf(points("a", 10, 0), points("b", 10))).to.equal("0 points by 1 of 2 checks |");
    expect(standOf(points("a", 3, 1 / 3), points("b", 3, 1 / 3))).to.equal(
      "0.67 points by 2 of 2 checks |",
    );
    expect(standOf(points("a", 10, 7), extra)).to.equal("10 points by 2 of 2 checks |");
    expect(standOf(points("a", 10, 4), extra)).to.equal("9 points by 2 of 2 checks |");
  });

  it("takes the first grade among a check's outputs, where it is a number", () => {
    for (const [earned, stand] of [
      [[undefined, { points: 1 }, { points: 2 }], "1 points by 1 of 1 checks |"],
      [[null], "not begun |"],
      [["points"], "not begun |"],
      [[{ wrong: [] }], "not begun |"],
      [[{ points: "1" }], "not begun |"],
      [[{ points: Number.NaN }], "not begun |"],
    ] as const) {
      expect(standOf(check("a", 3, [...earned])), JSON.stringify(earned)).to.equal(stand);
    }
    const text = [{ output_type: "stream", text: "1" }];
    expect(standOf(check("a", 3), cell("b", "", { outputs: text }))).to.equal("not begun |");
    expect(standOf({ ...check("a", 3), outputs: text })).to.equal("not begun |");
    expect(standOf({ ...check("a", 3), outputs: undefined })).to.equal("not begun |");
  });
});
