import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { TASKS } from "lib/grading";
import { check, marksOfFiles } from "../../grading/check.ts";
import { writeEditions } from "../../grading/edition/editions.ts";
import { folder as notebooks } from "../../publish/notebooks.ts";
import { Problem } from "../../scripts/setup/problem.mjs";
import { saidWhile, standIn } from "./standIn.ts";
import { worked } from "./worked.ts";

const [first, second, third] = [...worked.keys()];
const worth = (by: string, sections = /^/) =>
  TASKS.filter((task) => task.by === by && !task.extra && sections.test(task.id)).reduce(
    (sum, { points }) => sum + points,
    0,
  );
const answers = [/^3\.0\./, /^3\.1\./, /^3\.2\./];

describe("`npm run check`", () => {
  let folder: string;
  let copy: string;
  before(async function () {
    if (process.platform === "win32") this.skip(); // a script stands in for Python
    folder = await mkdtemp(join(tmpdir(), "check-"));
    copy = join(folder, "assignment");
    await mkdir(join(folder, "empty"));
    await writeEditions(copy);
    const answer = { id: "mine", cell_type: "code", source: "// deserves 2", metadata: {} };
    await writeFile(join(folder, "copy of 3.1 (2).ipynb"), JSON.stringify({ cells: [answer] }));
    await writeFile(join(folder, "damaged 3.1.ipynb"), "{");
    await writeFile(join(folder, "thesis.ipynb"), JSON.stringify({ cells: [answer] }));
    await copyFile(join(folder, "copy of 3.1 (2).ipynb"), join(folder, "3.1.ipynb"));
  });
  after(async () => {
    if (folder) await rm(folder, { recursive: true });
  });

  /** What is said of notebooks, and which sources have run. */
  async function checked(args: string[], place = copy) {
    const { python, seen } = await standIn(folder);
    const said = await saidWhile(() => check(python, args, place));
    return { ...said, jobs: await seen() };
  }
  const sheet = (lines: string[]) => JSON.parse(lines.join("\n"));

  it("runs all notebooks of the student's copy, and says how many points each task has", async () => {
    const { errors, lines, jobs } = await checked([]);
    expect(jobs.map(({ notebook }) => notebook.replace(/^.*[\\/]|\.ipynb$/g, ""))).to.have.members([
      ...[first, second, third],
    ]);
    expect(lines).to.have.length(1);
    expect(lines[0])
      .to.match(/^3\.0\.1a .* 0 of \d+$/m)
      .and.include(`\n0 of ${worth("check")} points; ${worth("person")} more are given by hand`);
    expect(errors.toSorted()).to.deep.equal(
      [first, second, third].flatMap((name) => [`${name}: checked`, `${name}: the kernel starts`]),
    );
    const stubs = Object.values(jobs[0].sources).join("\n");
    expect(stubs).to.include("// YOUR CODE HERE");
  });

  it("says it as JSON, of the notebooks that are named, in the worked ones where there is no copy", async () => {
    const { lines, jobs } = await checked(["3.2", "3.0", "--json"], join(folder, "none"));
    const { tasks, points, max } = sheet(lines);
    const ids: string[] = tasks.map(({ id }: { id: string }) => id);
    expect(ids.filter((id) => answers[1].test(id))).to.deep.equal([]);
    expect(ids.findLastIndex((id) => answers[0].test(id))).to.be.within(
      ...[0, ids.findIndex((id) => answers[2].test(id)) - 1],
    );
    expect([points, max]).to.deep.equal([0, worth("check", /^3\.[02]/)]);
    expect(lines[0]).to.equal(JSON.stringify(sheet(lines), null, 1));
    const ran = jobs.flatMap(({ sources }) => Object.values(sources)).join("\n");
    expect(ran).to.not.include("// YOUR CODE HERE");
  });

  it("takes files by the section in their names, and notebooks beside them", async () => {
    for (const [args, points, ids] of [
      [["copy of 3.1 (2).ipynb"], 2, [1]],
      [["3.1.ipynb", "3.0"], 2, [0, 1]],
    ] as const) {
      const words = args.map((word) => (word.endsWith("b") ? join(folder, word) : word));
      const { errors, lines } = await checked(["--json", ...words]);
      const { tasks } = sheet(lines);
      for (const [i, answer] of answers.entries()) {
        const found = tasks.filter(({ id }: { id: string }) => answer.test(id));
        expect(found.length > 0, `${args}, ${i}`).to.equal(ids.some((each) => each === i));
        if (i === 1) expect(found[0].points).to.equal(points);
      }
      expect(errors).to.include(`${second}: The cell conv is missing: the assignment's is used.`);
    }
  });

  it("refuses what is neither a notebook nor a file of one, before it starts anything", async () => {
    for (const [args, sentence] of [
      [["none.ipynb"], /^none\.ipynb means no notebook\. There are:\n {2}\d/],
      [["lib"], /^lib means no notebook\. There are:/],
      [["notebooks"], /^notebooks means no notebook\. There are:/],
      [["3.1", "3.9"], /^3\.9 means no notebook\. There are:/],
      [["--points"], /'--points'.*\nUse npm run check -- \[--json\] \[NOTEBOOK or FILE …\]/],
      [
        [join(folder, "thesis.ipynb")],
        /^thesis\.ipynb is no notebook of the assignment: its name has none of 3\.0, 3\.1, 3\.2\.$/,
      ],
    ] as const) {
      const refusal: unknown = await check("no python", [...args]).catch((error) => error);
      expect(refusal, args.join(" ")).to.be.instanceOf(Problem);
      expect((refusal as Error).message).to.match(sentence);
    }
  });

  it("names a damaged file, and stops counting seconds", async () => {
    const timers = () =>
      process.getActiveResourcesInfo().filter((resource) => resource === "Timeout").length;
    const { python } = await standIn(folder);
    const before = timers();
    const file = join(folder, "damaged 3.1.ipynb");
    await saidWhile(async () => {
      const refusal = await check(python, [file], copy).catch((error) => error);
      expect(refusal.message).to.equal(
        "damaged 3.1.ipynb is damaged: it is not the JSON of a notebook.",
      );
      await marksOfFiles(python, [{ name: first, file: join(notebooks, `${first}.ipynb`) }]);
    });
    expect(timers()).to.be.at.most(before);
  });
});
