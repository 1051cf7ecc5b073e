import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect } from "chai";
import { unzipSync } from "fflate";
import { secretsOf, studentEdition } from "../../grading/edition/edition.ts";
import { handOut } from "../../grading/handOut.ts";
import { sourceOf } from "../../publish/notebooks.ts";
import { filesIn } from "../../scripts/setup/files.mjs";
import { root } from "../../scripts/setup/project.mjs";
import { saidWhile } from "./standIn.ts";
import { worked } from "./worked.ts";

const RUN = "CNN_TEST_HANDOUT";
const solutions = fileURLToPath(new URL("../../lib/ops/solutions/", import.meta.url));

describe("npm run assignment", () => {
  let folder: string;
  let out: string;
  let said: string[];
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "handout-"));
    out = join(folder, "new", "handed out");
    const { errors } = await saidWhile(() => handOut("", ["--out", out, "--zip"]));
    said = errors.filter((line) => !line.startsWith("Handing out")); // how long it takes
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const files = async (): Promise<Map<string, string>> => {
    const found = new Map<string, string>();
    for (const entry of await readdir(out, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) {
        const path = join(entry.parentPath, entry.name);
        found.set(path.slice(out.length + 1), await readFile(path, "utf8"));
      }
    }
    return found;
  };

  it("hands out no line of a solution, neither of the notebooks nor of lib", async () => {
    const given = new Set<string>();
    const secret = new Set<string>();
    for (const [name, notebook] of worked) {
      for (const line of secretsOf(notebook, name)) secret.add(line.trim());
      for (const cell of studentEdition(notebook, name).cells) {
        for (const line of sourceOf(cell).split("\n")) given.add(line.trim());
      }
    }
    for (const file of await readdir(solutions)) {
      for (const line of (await readFile(join(solutions, file), "utf8")).split("\n")) {
        if (!/^\s*(import|\*|\/\*\*)/.test(line)) secret.add(line.trim());
      }
    }
    const telling = [...secret].filter((line) => line.length >= 24 && !given.has(line));
    expect(telling).to.have.length.above(60);
    const found: string[] = [];
    for (const [file, text] of await files()) {
      const lines = new Set(
        text.split("\n").map((line) =>
          line
            .trim()
            .replace(/^"|(\\n)?",?$/g, "")
            .replaceAll('\\"', '"'),
        ),
      );
      for (const line of telling) if (lines.has(line)) found.push(`${file}: ${line}`);
    }
    // what opens a loop or a function, as any code has it
    expect(found.filter((each) => !/: for \(|\{$/.test(each))).to.deep.equal([]);
  });

  it("hands out neither the solutions' folder, nor builds, nor what is the instructor's", async () => {
    const names = [...(await files()).keys()];
    const wrong = names.filter((name) =>
      /solutions|(^|\/)(dist|node_modules|test|bench|docs)\/|^(grading|scripts)\/(grade|handOut|nbgrader|assignment)\.m?[jt]s$/.test(
        name,
      ),
    );
    expect(wrong).to.deep.equal([]);
    const { exports } = JSON.parse(await readFile(join(out, "lib/package.json"), "utf8"));
    expect(Object.keys(exports)).to.include("./ops").and.not.include("./ops/solutions");
  });

  it("hands out all else of the library and the kernel", async () => {
    const names = new Set((await files()).keys());
    for (const part of ["lib", "kernel"]) {
      const isOurs = (_: string, name: string) =>
        !["dist", "node_modules", "solutions"].includes(name);
      const sources = filesIn(join(root, part), isOurs)
        .map((file) => `${part}/${file}`)
        .filter((file) => /\.(ts|json|wat)$/.test(file));
      expect(sources).to.have.length.above(20);
      expect(sources.filter((file) => !names.has(file))).to.deep.equal([]);
    }
  });

  it("hands out only commands that are there, with the Python that they run", async () => {
    const { scripts } = JSON.parse(await readFile(join(out, "package.json"), "utf8"));
    expect(Object.keys(scripts)).to.include.members(["start", "check", "submit", "doctor"]);
    const all = await files();
    for (const command of Object.values<string>(scripts)) {
      for (const [file] of command.matchAll(/scripts\/[\w-]+\.\w+/g)) {
        expect([...all.keys()], command).to.include(file);
      }
    }
    for (const [file, text] of all) {
      if (file.endsWith(".py")) {
        for (const [, module] of text.matchAll(/^(?:from|import) (\w+)/gm)) {
          const beside = join(dirname(file), `${module}.py`);
          if (existsSync(join(root, beside))) expect([...all.keys()], file).to.include(beside);
        }
      }
    }
    const readme = all.get("README.md") ?? "";
    for (const [, name] of readme.matchAll(/npm run ([\w:]+)/g)) {
      expect(scripts).to.have.property(name);
    }
  });

  it("hands out a project's own settings, which anybody may read", async () => {
    expect((await stat(out)).mode & 0o777).to.equal(process.platform === "win32" ? 0o666 : 0o755);
    const all = await files();
    for (const file of ["package.json", "lib/package.json", "tsconfig.json"]) {
      const text = all.get(file) ?? "";
      expect(text).to.equal(`${JSON.stringify(JSON.parse(text), null, 2)}\n`);
      const { scripts, exports, references, mocha, ...rest } = JSON.parse(text);
      const ours = JSON.parse(await readFile(join(root, file), "utf8"));
      for (const key of ["scripts", "exports", "references", "mocha"]) delete ours[key];
      expect(rest).to.deep.equal(ours);
      expect(mocha).to.equal(undefined);
      if (references) expect(references).to.deep.equal([{ path: "lib" }, { path: "kernel" }]);
      else expect(scripts ?? exports).to.be.an("object");
    }
    const { scripts } = JSON.parse(all.get("package.json") ?? "");
    expect(scripts).to.not.have.any.keys("grade", "nbgrader", "assignment", "test");
    const readme = new URL("../../grading/edition/README.md", import.meta.url);
    expect(all.get("README.md")).to.equal(await readFile(readme, "utf8"));
    expect([...all.keys()]).to.include.members(["LICENSE", ".gitignore", "grading/check.ts"]);
    const notebooks = [...all.keys()].filter((file) => /^notebooks\/.*\.ipynb$/.test(file));
    expect(notebooks).to.have.length(worked.size);
  });

  it("packs the same files into a zip, in one folder", async () => {
    const zip = unzipSync(await readFile(`${out}.zip`));
    const names = Object.keys(zip).map((name) => name.replace(/^handed out\//, ""));
    expect(names.toSorted()).to.deep.equal([...(await files()).keys()].toSorted());
    const texts = Object.entries(zip).map(([name, bytes]) => [name, Buffer.from(bytes).toString()]);
    for (const [name, text] of await files()) {
      expect(texts.find(([file]) => file === `handed out/${name}`)?.[1], name).to.equal(text);
    }
    expect(said).to.deep.equal([`Handed out: ${out}`, `and ${out}.zip`]);
    expect((await readdir(dirname(out))).toSorted()).to.deep.equal([
      "handed out",
      "handed out.zip",
    ]);
  });

  it("makes an earlier hand-out anew", async () => {
    await writeFile(join(out, "LICENSE"), "another");
    await handOut("", ["--out", out]);
    expect(await readFile(join(out, "LICENSE"), "utf8")).to.include("MIT");
  });

  it("makes a project of its own, which checks 0 points when untouched, without an error", async function () {
    if (!process.env[RUN]) {
      console.log(
        `      skipped: ${RUN}=1 npx mocha --parallel=false test/grading/handOut.test.ts installs the hand-out and runs it`,
      );
      this.skip();
    }
    this.timeout(1_200_000);
    const options = { cwd: out, maxBuffer: 1e8 };
    const npm = (...args: string[]) => promisify(execFile)("npm", args, options);
    await npm("run", "setup");
    const { stdout } = await npm("run", "--silent", "check", "--", "--json");
    const { tasks, points } = JSON.parse(stdout);
    expect(points).to.equal(0);
    for (const { id, manual, message } of tasks) {
      expect(message, id).to.match(manual ? /^$/ : /is not written yet/);
    }
  });
});
