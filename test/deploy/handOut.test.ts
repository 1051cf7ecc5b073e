import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect } from "chai";
import { forClass } from "../../grading/edition/forClass.ts";
import type { Notebook } from "../../publish/notebooks.ts";

const run = promisify(execFile);
const start = fileURLToPath(new URL("../../deploy/start-notebook", import.meta.url));

describe("a student's server in a class", () => {
  let folder: string;
  const copy = () => join(folder, "copy");
  const home = () => join(folder, "home");
  const notebook = "3.1-neural-network-operations.ipynb";

  /** Starts a server that is nothing but a command. */
  const server = async (...command: string[]) => {
    const script = join(copy(), "deploy", "start-notebook");
    const { stdout, stderr } = await run(script, command, {
      env: { ...process.env, HOME: home() },
    });
    return stdout + stderr;
  };
  const edit = async (file: string, change: (notebook: Notebook) => void) => {
    const content = JSON.parse(await readFile(file, "utf8"));
    change(content);
    await writeFile(file, JSON.stringify(content));
  };
  const cellsOf = async (): Promise<Map<string, string>> => {
    const { cells }: Notebook = JSON.parse(
      await readFile(join(home(), "assignment", notebook), "utf8"),
    );
    return new Map(cells.map(({ id, source }) => [id, [source].flat().join("")]));
  };

  before(async function () {
    if (process.platform === "win32") this.skip(); // hubs run on Linux
    folder = await mkdtemp(join(tmpdir(), "class-"));
    await mkdir(join(copy(), "deploy"), { recursive: true });
    await cp(start, join(copy(), "deploy", "start-notebook"));
    await forClass(copy());
    await mkdir(home());
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it("finds the students' edition, a page to start on and a home that nobody else reads", async () => {
    expect(await server("sh", "-c", "pwd; echo $#", "sh", "a b", "c")).to.equal(`${home()}\n2\n`);
    const names = (await readdir(join(copy(), "assignment"))).sort();
    expect(names).to.have.length(3);
    expect((await readdir(join(home(), "assignment"))).sort()).to.deep.equal([
      ".given",
      ...names,
      "start.md",
    ]);
    expect((await stat(home())).mode & 0o777).to.equal(0o700);
    const page = await readFile(join(home(), "assignment", "start.md"), "utf8");
    expect(page).to.not.match(/npm |\.\.\/notebooks/);
  });

  it("has nothing of a solution in what is handed out, or in what hands it out", async () => {
    for (const file of await readdir(copy(), { recursive: true, withFileTypes: true })) {
      if (file.isFile()) {
        const text = await readFile(join(file.parentPath, file.name), "utf8");
        if (file.name.endsWith(".ipynb")) {
          expect(text, file.name).to.not.match(/" *\/\/ BEGIN SOLUTION/);
        }
        expect(text, file.name).to.not.include("Math.max(0, this.inputs.value.get(y, x, f))");
      }
    }
  });

  it("keeps what the student wrote when the assignment is corrected, and corrects the rest", async () => {
    await server("true");
    const before = await cellsOf();
    const [first, second] = [...before.keys()];
    await edit(join(home(), "assignment", notebook), ({ cells }) => {
      cells[0].source = "my own words";
    });
    await edit(join(copy(), "assignment", notebook), ({ cells }) => {
      cells[0].source = "corrected";
      cells[1].source = "corrected too";
    });
    expect(await server("true")).to.include(first);
    const after = await cellsOf();
    expect(after.get(first)).to.equal("my own words");
    expect(after.get(second)).to.equal("corrected too");
    for (const [id, source] of before) {
      if (id !== first && id !== second) expect(after.get(id)).to.equal(source);
    }
  });

  it("starts where nothing can be handed out, and says so", async () => {
    await rm(join(home(), "assignment"), { recursive: true, force: true });
    await writeFile(join(home(), "assignment"), "a file of the student");
    const said = await server("echo", "started");
    expect(said).to.include("started\n").and.include("the server starts all the same");
    expect(await readFile(join(home(), "assignment"), "utf8")).to.equal("a file of the student");
    await rm(join(home(), "assignment"));
  });
});
