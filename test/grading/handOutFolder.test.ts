import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { handOut } from "../../grading/handOut.ts";
import { Problem } from "../../scripts/setup/problem.mjs";
import { root, work } from "../../scripts/setup/project.mjs";
import { saidWhile } from "./standIn.ts";

describe("the folder of `npm run assignment`", () => {
  let folder: string;
  let inProject: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "handout-"));
    await mkdir(work, { recursive: true });
    inProject = await mkdtemp(join(work, "handout-"));
  });
  after(async () => {
    await rm(folder, { recursive: true, force: true });
    await rm(inProject, { recursive: true, force: true });
    await rm(join(root, "node_modules", "none"), { recursive: true, force: true });
  });

  it("fills an empty folder, without a zip unless that is asked for", async () => {
    const empty = join(folder, "empty");
    await mkdir(empty);
    const { errors } = await saidWhile(() => handOut("", ["--out", empty]));
    expect(errors.at(-1)).to.equal(`Handed out: ${empty}`);
    expect(await readdir(empty)).to.include("package.json");
    expect(existsSync(`${empty}.zip`)).to.equal(false);
  });

  for (const [what, names, message] of [
    ["is of something else", ["mine.txt"], "has other things in it"],
    ["has other notebooks", ["notebooks", "mine"], "has other things in it"],
    ["has other grading", ["grading"], "has other things in it"],
    ["is the project itself, or one like it", ["notebooks", "grading", "test"], "has other things"],
    ["someone works in", ["notebooks", "grading", "assignment"], "has a folder assignment, so "],
  ] as const) {
    it(`leaves a folder alone that ${what}`, async () => {
      const other = await mkdtemp(join(folder, "node_modules-"));
      for (const name of names) await mkdir(join(other, name));
      const refused = await handOut("", ["--out", other]).catch((error) => error);
      expect(refused).to.be.instanceOf(Problem);
      expect(refused.message).to.include(`--out ${other} ${message}`);
      expect((await readdir(other)).toSorted()).to.deep.equal(names.toSorted());
      expect((await readdir(folder)).filter((name) => name.includes(".new"))).to.deep.equal([]);
    });
  }

  it("refuses packages' folder, but not one of that name elsewhere, and what is no folder", async () => {
    const elsewhere = join(folder, "node_modules");
    await mkdir(join(elsewhere, "mine"), { recursive: true });
    await mkdir(join(inProject, "mine"));
    const file = join(folder, "file");
    await writeFile(file, "");
    for (const [place, message] of [
      [
        join(root, "node_modules", "none", "at all"),
        /^--out .* lies in node_modules: give a folder outside of the project\.$/,
      ],
      [elsewhere, /has other things in it: give an empty folder, or a new one\.$/],
      [inProject, /has other things in it/],
      [file, /^--out .* cannot be used: ENOTDIR.*\.$/],
    ] as const) {
      const refused = await handOut("", ["--out", place]).catch((error) => error);
      expect(refused, place).to.be.instanceOf(Problem);
      expect(refused.message).to.match(message);
    }
  });

  it("leaves nothing of what could not be handed out", async function () {
    if (process.platform !== "linux") this.skip(); // elsewhere paths may have other lengths
    const parts = Array.from({ length: 16 }, () => "x".repeat(250));
    const deep = join(folder, "deep", ...parts).slice(0, 4050); // a path may be 4,095 long
    const refused = await handOut("", ["--out", deep]).catch((error) => error);
    expect(refused.code).to.equal("ENAMETOOLONG");
    expect(await readdir(dirname(deep))).to.deep.equal([]);
  });

  it("refuses what it does not understand", async () => {
    const usage =
      "\nUse npm run assignment -- --out DIR [--zip], such as `npm run assignment -- --out ../handed-out --zip`.";
    for (const [args, message] of [
      [[], `--out names the folder to make.${usage}`],
      [["--zip"], `--out names the folder to make.${usage}`],
      [["--zip=1", "--out", "x"], usage],
      [["--out", "x", "y"], usage],
    ] as const) {
      const refused = await handOut("", [...args]).catch((error) => error);
      expect(refused, args.join(" ")).to.be.instanceOf(Problem);
      expect(refused.message).to.satisfy((text: string) => text.endsWith(message));
    }
  });
});
