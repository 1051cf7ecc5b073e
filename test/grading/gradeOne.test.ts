import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { boxed } from "../../grading/box.ts";
import { studentEdition } from "../../grading/edition/edition.ts";
import { type Grading, gradeOne } from "../../grading/gradeOne.ts";
import { keyOf } from "../../grading/results/stored.ts";
import { Executor, usualLimits } from "../../grading/run/executor.ts";
import { smallSettings } from "../../grading/run/smallSettings.ts";
import { Problem } from "../../scripts/setup/problem.mjs";
import { type Seen, standIn } from "./standIn.ts";
import { worked } from "./worked.ts";

const NAME = "3.1-neural-network-operations";
const notebook = worked.get(NAME);
if (!notebook) throw new Error(`there is no ${NAME}`);
const edition = studentEdition(notebook, NAME);

describe("grading a notebook", () => {
  let folder: string;
  let executor: Executor;
  let seen: () => Promise<Seen[]>;
  let usual: Grading;
  before(async function () {
    if (process.platform === "win32") this.skip(); // a script stands in for Python
    folder = await mkdtemp(join(tmpdir(), "grade one "));
    const stand = await standIn(folder);
    ({ seen } = stand);
    executor = new Executor(stand.python);
    const [out, place] = ["out", "place"].map((name) => join(folder, name));
    await mkdir(place);
    const assignment = new Map([[NAME, edition]]);
    usual = { out, place, assignment, seed: 3, boxed: false, limits: usualLimits };
  });
  after(async () => {
    await executor?.end();
    if (folder) await rm(folder, { recursive: true });
  });

  /** A notebook in which these cells have other sources. */
  async function submitted(sources: Record<string, string>) {
    const file = join(folder, "submitted.ipynb");
    const cells = edition.cells.map((cell) => ({
      ...cell,
      source: sources[cell.id] ?? cell.source,
    }));
    const text = JSON.stringify({ ...edition, cells });
    await writeFile(file, text);
    return { file, text };
  }

  it("gives no points, and says why, for what is missing or damaged", async () => {
    const file = join(folder, "damaged.ipynb");
    await writeFile(file, "{}");
    for (const [path, reason] of [
      [undefined, `${NAME} was not submitted.`],
      [file, `${NAME} is damaged: it is not the JSON of a notebook.`],
    ]) {
      const { tasks, ...others } = await gradeOne(executor, NAME, path, "ada", usual);
      expect(others).to.deep.equal({ key: "", own: [], seconds: 0, notes: [reason] });
      expect(tasks.map(({ points }) => points)).to.deep.equal([0, 0, 0, 0, 0, 0, 0]);
      for (const { manual, message } of tasks) expect(message).to.equal(manual ? "" : reason);
    }
    expect(await seen()).to.deep.equal([]);
  });

  it("refuses a notebook that the assignment does not have", async () => {
    const refusal = await gradeOne(executor, "3.9", undefined, "ada", usual).catch(
      (error) => error,
    );
    expect(refusal).to.be.instanceOf(Problem);
    expect(refusal.message).to.equal("3.9 is no notebook of the assignment.");
  });

  it("runs it once, keeps what came of it, and says what it borrows", async () => {
    const { file, text } = await submitted({
      relu: "// deserves 2",
      loss: "class OpLoss extends OpConv2DMatmul {}",
      dense: "new OpConv2DMatmul()",
    });
    const result = await gradeOne(executor, NAME, file, "ada", usual);
    const parts = [text, edition, 3, false, usualLimits, smallSettings(NAME)];
    expect(result.key).to.equal(keyOf(...parts));
    expect(
      result.tasks.map(({ points }) => points).filter((points) => points === 2),
    ).to.have.length(6);
    expect(result.seconds).to.equal(1);
    expect(result.own.map(({ id }) => id)).to.include.members(["conv", "relu", "answer-3-1-5"]);
    expect(result.notes).to.have.length(2);
    for (const [i, cell] of ["loss", "dense"].entries()) {
      expect(result.notes[i]).to.match(
        new RegExp(`^It borrows from the library: the cell ${cell} .*OpConv2DMatmul.*\\.$`),
      );
    }
    const kept = await readFile(join(usual.out, "kept", "ada", `${NAME}.json`), "utf8");
    expect(JSON.parse(kept)).to.deep.equal(result);
    expect(await gradeOne(executor, NAME, file, "ada", usual)).to.deep.equal(result);
    expect(await seen()).to.have.length(1);
    const { notebook: ran, limits, box } = (await seen())[0];
    expect(ran.startsWith(join(usual.place, "grade-"))).to.equal(true);
    expect(box).to.deep.equal([]);
    const { cells, ...others } = limits;
    expect(others).to.deep.equal(usualLimits);
  });

  it("runs it anew with other limits, another seed or in a box, and of another student", async () => {
    const { file } = await submitted({});
    const limits = { ...usualLimits, cell: 7 };
    for (const [student, change, times] of [
      ["alan", {}, 1],
      ["alan", {}, 0],
      ["alan", { limits }, 1],
      ["alan", { seed: 4 }, 1],
      ["alan", { boxed: true }, 1],
      ["kurt", { boxed: true }, 1],
    ] as const) {
      const before = (await seen()).length;
      const grading = { ...usual, ...change };
      await gradeOne(executor, NAME, file, student, grading);
      const ran = (await seen()).slice(before);
      expect(ran, `${student} ${JSON.stringify(change)}`).to.have.length(times);
      for (const { limits, box, notebook: of } of ran) {
        expect(limits.cell).to.equal(grading.limits.cell);
        const place = of.replace(/[\\/][^\\/]+$/, "");
        expect(box).to.deep.equal(
          grading.boxed ? boxed(place, { NBGRADER_EXECUTION: "autograde" }) : [],
        );
      }
    }
  });
});
