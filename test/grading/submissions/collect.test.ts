import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { collect, type Submission } from "../../../grading/submissions/collect.ts";
import { jupyterPython } from "../../../scripts/setup/python.mjs";

const names = ["3.0-nearest-neighbors", "3.1-neural-network-operations", "3.2-image-classifier"];
const [nearest, operations] = names;

/** Writes zips by Python: `[[name in the zip, content, kind], …]` by file. */
const ZIPS = `
import io, json, sys, zipfile
def make(entries):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as zip:
        for name, content, kind in entries:
            info = zipfile.ZipInfo(name, (2026, 11, 28, 12, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            if kind == "link": info.external_attr = 0o120777 << 16
            if kind == "zip": zip.writestr(info, make(content))
            elif kind == "zeros": zip.writestr(info, b"\\0" * content)
            else: zip.writestr(info, content)
    return made.getvalue()
for file, entries in json.load(sys.stdin).items(): open(file, "wb").write(make(entries))
`;
type Entry = [name: string, content: string | number | Entry[], kind?: "link" | "zip" | "zeros"];

describe("collecting submissions", () => {
  let folder: string;
  let out: string;
  let python: string;
  beforeEach(async () => {
    python = await jupyterPython();
    folder = await mkdtemp(join(tmpdir(), "submissions-"));
    out = join(folder, ".out");
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function zips(files: Record<string, Entry[]>): Promise<void> {
    const full = (entries: Entry[]): unknown[] =>
      entries.map(([name, content, kind = "file"]) => [
        ...[name, Array.isArray(content) ? full(content) : content, kind],
      ]);
    const job = Object.entries(files).map(([file, entries]) => [join(folder, file), full(entries)]);
    const running = promisify(execFile)(python, ["-c", ZIPS]);
    running.child.stdin?.end(JSON.stringify(Object.fromEntries(job)));
    await running;
  }
  const collected = () => collect(python, folder, names, out);
  const text = ({ notebooks }: Submission, name: string) =>
    readFile(notebooks.get(name) ?? "", "utf8");

  it("reads zips, folders, zips in folders and notebooks alone, a student each", async () => {
    await zips({
      "submission-ada.zip": [
        [`${operations}.ipynb`, "ada's"],
        ["check.json", "{}"],
      ],
      "hopper_12_34_submission.zip": [[`work/${operations} (1).ipynb`, "grace's"]],
    });
    await mkdir(join(folder, "Alan Turing_7_assignsubmission_file"));
    await zips({
      "Alan Turing_7_assignsubmission_file/submission.zip": [[`${operations}.ipynb`, "alan's"]],
    });
    await mkdir(join(folder, "emmy", "assignment"), { recursive: true });
    await writeFile(join(folder, "emmy", "assignment", `${operations}.ipynb`), "emmy's");
    await writeFile(join(folder, `kurt-${operations}.ipynb`), "kurt's");
    const submissions = await collected();
    expect(submissions.map(({ student }) => student)).to.have.members([
      ...["Alan Turing", "ada", "emmy", "hopper", "kurt"],
    ]);
    for (const submission of submissions) {
      expect(await text(submission, operations)).to.match(/^(ada|grace|alan|emmy|kurt)'s$/);
    }
    expect(submissions.flatMap(({ notes }) => notes)).to.deep.equal([]);
  });

  it("leaves out what leads out of a zip, links, and what is too large, and says so", async () => {
    await zips({
      "eve.zip": [
        [`../${operations}.ipynb`, "out"],
        [`/${operations}.ipynb`, "out"],
        [`..\\${operations}.ipynb`, "out"],
        [`C:\\${operations}.ipynb`, "out"],
        [`${operations}.ipynb`, "/etc/passwd", "link"],
        ["bomb.ipynb", 200_000_000, "zeros"],
        [
          "more.zip",
          [["more.zip", [["more.zip", [[`${operations}.ipynb`, "deep"]], "zip"]], "zip"]],
          "zip",
        ],
        [`${nearest}.ipynb`, "good"],
      ],
    });
    await writeFile(join(folder, "mal.zip"), "no zip");
    await symlink("/etc", join(folder, "sly"));
    const submissions = new Map((await collected()).map((each) => [each.student, each]));
    const eve = submissions.get("eve");
    expect([...(eve?.notebooks.keys() ?? [])]).to.deep.equal([nearest]);
    const notes = eve?.notes.join("\n");
    for (const note of [
      `../${operations}.ipynb leads out of the zip: it is left out.`,
      `/${operations}.ipynb leads out of the zip: it is left out.`,
      `C:\\${operations}.ipynb leads out of the zip: it is left out.`,
      `${operations}.ipynb is a link: it is left out.`,
      "bomb.ipynb has more than 20 MB: it is left out.",
      "is a zip in a zip in a zip: it is left out.",
    ]) {
      expect(notes).to.contain(note);
    }
    expect(submissions.get("mal")?.notes).to.contain("mal.zip is damaged, or no zip.");
    expect(submissions.get("sly")?.notes).to.contain("sly is a link: it is left out.");
  });

  it("takes the newest of several notebooks of a section, and says so", async () => {
    for (const [file, year] of [
      ["a", 2024],
      ["b", 2026],
      ["c", 2025],
    ] as const) {
      await mkdir(join(folder, "ada", file), { recursive: true });
      const path = join(folder, "ada", file, `${operations}.ipynb`);
      await writeFile(path, String(year));
      await utimes(path, new Date(`${year}-01-01`), new Date(`${year}-01-01`));
    }
    const [ada] = await collected();
    expect(await text(ada, operations)).to.equal("2026");
    expect(ada.notes[0]).to.equal(
      `There are several notebooks ${operations}: the newest is graded.`,
    );
  });

  it("takes the newest attempt of a student, whose names are the same in several", async () => {
    for (const [number, day] of [
      ["1", "27"],
      ["2", "29"],
      ["3", "28"],
    ]) {
      const attempt = `Work_ada_attempt_2026-11-${day}-10-00-00_3.1-${number}.ipynb`;
      await writeFile(join(folder, attempt), number);
    }
    const found = await collected();
    expect(found.map(({ student }) => student)).to.deep.equal(["ada"]);
    expect(await text(found[0], operations)).to.equal("2");
    expect(found[0].notes).to.have.length(2);
  });

  it("notes what is no notebook of the assignment, and who has none", async () => {
    for (const [name, file] of [
      ["ada", "4.1-other.ipynb"],
      ["ada", `my-${nearest}.ipynb`],
      ["alan", "text.txt"],
      [".git", `${nearest}.ipynb`],
      ["__MACOSX", `${nearest}.ipynb`],
    ]) {
      await mkdir(join(folder, name), { recursive: true });
      await writeFile(join(folder, name, file), file);
    }
    await mkdir(join(folder, "Ada_1_assignsubmission_file"));
    await mkdir(join(folder, "Ada_2_assignsubmission_file"));
    const found = await collected();
    const told = found.map(({ student, number, notebooks, notes }) => [
      ...[student, number, [...notebooks.keys()], notes],
    ]);
    const none = (folder: string) => [`${folder} has no notebook.`];
    expect(told).to.deep.equal([
      ["Ada", "1", [], none("Ada_1_assignsubmission_file")],
      ["Ada", "2", [], none("Ada_2_assignsubmission_file")],
      ["ada", "", [nearest], ["4.1-other.ipynb is no notebook of the assignment."]],
      ["alan", "", [], none("alan")],
    ]);
  });

  it("names the submission at which the reading ended", async () => {
    for (const name of ["ada", "alan"]) await mkdir(join(folder, name));
    const reader = join(folder, ".reader");
    for (const [read, at] of [
      [0, "ada"],
      [1, "alan"],
    ] as const) {
      const lines = `echo '{"notebooks":[],"notes":[]}'\n`.repeat(read);
      await writeFile(reader, `#!/bin/sh\nexec 0<&-\n${lines}exit 1\n`, { mode: 0o755 });
      const error = await collect(reader, folder, names, out).catch(({ message }) => message);
      expect(error).to.equal(
        `${join(folder, at)} could not be read: move it away to grade the others.`,
      );
    }
  });

  it("refuses a folder that is a submission itself, or none", async () => {
    const refusal = () => collected().catch(({ message }) => message);
    expect(await refusal()).to.match(/has no submissions/);
    await writeFile(join(folder, `${operations}.ipynb`), "{}");
    expect(await refusal()).to.match(/is a submission, must be a folder of submissions/);
    await rm(folder, { recursive: true });
    expect(await refusal()).to.match(/is no folder/);
    await mkdir(folder);
  });
});
