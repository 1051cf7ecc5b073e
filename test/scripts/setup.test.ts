import { appendFile, readdir, readFile, rm } from "node:fs/promises";
import { expect } from "chai";
import { MiniProject } from "./miniProject.ts";

describe("npm run setup", () => {
  let project: MiniProject;
  beforeEach(async () => {
    project = await MiniProject.make();
  });
  afterEach(() => project.remove());

  const setUp = async () => {
    const { code, output } = await project.run("setup");
    expect(code, output).to.equal(0);
    return { output, calls: await project.calls() };
  };

  it("installs, builds and lays the kernel's spec beside its code", async () => {
    const { output, calls } = await setUp();
    expect(calls).to.deep.equal(["npm", "venv", "pip"]);
    expect(output).to.include("npm start");
    expect(
      await readFile(project.path("kernel/dist/kernels/typescript/kernel.json"), "utf8"),
    ).to.equal("{}");
  });

  it("does nothing the second time", async () => {
    await setUp();
    expect((await setUp()).calls).to.deep.equal([]);
  });

  it("installs the npm packages again after package-lock.json has changed, and only those", async () => {
    await setUp();
    await appendFile(project.path("package-lock.json"), "\n");
    expect((await setUp()).calls).to.deep.equal(["npm"]);
    expect((await setUp()).calls).to.deep.equal([]);
  });

  it("installs JupyterLab again after requirements.txt has changed, and only that", async () => {
    await setUp();
    await appendFile(project.path("requirements.txt"), "# another\n");
    expect((await setUp()).calls).to.deep.equal(["venv", "pip"]);
    expect((await setUp()).calls).to.deep.equal([]);
  });

  it("puts back what was deleted", async () => {
    await setUp();
    await rm(project.path("node_modules"), { recursive: true });
    expect((await setUp()).calls).to.deep.equal(["npm"]);
    await rm(project.path(".venv"), { recursive: true });
    expect((await setUp()).calls).to.deep.equal(["venv", "pip"]);
    await rm(project.path(".venv/bin/python"));
    expect((await setUp()).calls).to.deep.equal(["venv", "pip"]);
  });

  it("prepares the kernel, under its own flags, until its bytecode is there, and for grading when it is asked", async () => {
    const script = `
      const fs = require("fs");
      const folder = "node_modules/.cache/kernel";
      const how = [process.execArgv, process.env.NBGRADER_EXECUTION || "as students run it"];
      fs.appendFileSync("calls", "prepared " + how.join(", ") + "\\n");
      if (!fs.existsSync("full")) {
        fs.mkdirSync(folder, { recursive: true });
        fs.writeFileSync(folder + "/typescript-api-" + process.version + "-" + process.arch + ".bytecode", "");
      }`;
    const argv = ["node", "--no-warnings", "{resource_dir}/main.js"];
    await project.write("kernel/typescript.json", JSON.stringify({ argv }));
    await project.write("kernel/dist/kernels/typescript/prepare.js", script);
    await project.write("kernel/dist/kernels/typescript/package.json", '{ "type": "commonjs" }');
    await project.write("full", "");
    const made = "prepared --no-warnings, as students run it";
    expect((await setUp()).calls).to.deep.equal(["npm", "venv", "pip", made]);
    await rm(project.path("full"));
    expect((await setUp()).calls).to.deep.equal([made]);
    expect((await setUp()).calls).to.deep.equal([]);
    await rm(project.path("node_modules"), { recursive: true });
    expect((await setUp()).calls).to.deep.equal(["npm", made]);
    await project.write(
      "scripts/graded.mjs",
      'import { prepareGraded } from "./setup/prepareKernel.mjs"; await prepareGraded();',
    );
    expect((await project.run("graded")).output).to.equal("");
    expect(await project.calls()).to.deep.equal(["prepared --no-warnings, autograde"]);
  });

  it("leaves the kernel unprepared where it cannot be prepared", async () => {
    await project.write("kernel/typescript.json", JSON.stringify({ argv: ["node"] }));
    await project.write("kernel/dist/kernels/typescript/prepare.js", "throw new Error()");
    await setUp();
  });

  it("writes nothing to the home directory", async () => {
    await setUp();
    expect(await readdir(project.path("home"))).to.deep.equal([]);
  });

  it("says what it is doing once a step takes over a second, and how long it took", async () => {
    await project.python("python3", "3.11.7", { pip: "sleep 1.2" });
    const { output } = await setUp();
    expect(output).to.match(/Installing JupyterLab into \.venv …\n.*: done in \d+ s/);
    expect(output).to.not.include("Making .venv");
  });

  it("says so when npm is missing", async () => {
    await rm(project.path("bin/npm"));
    const { code, output } = await project.run("setup");
    expect(code).to.equal(1);
    expect(output).to.include("npm is missing: install Node from https://nodejs.org");
  });

  for (const [wanted, missing] of [
    ["# plotly==7.1.0\njupyter_lab==4.6.7", "jupyter_lab==4.6.7"],
    ["Jupyter_Lab==4.6.6\nplotly==7.1.0\nnbclient==0.11.0", "plotly==7.1.0, nbclient==0.11.0"],
  ] as const) {
    it(`says that requirements.lock lacks ${missing}`, async () => {
      await project.write("requirements.txt", `# nothing\n${wanted}\n`);
      await project.write(
        "requirements.lock",
        "# nothing\njupyter-lab[all]==4.6.6 \\\n  --hash=…\n",
      );
      const { code, output } = await project.run("setup");
      expect(code).to.equal(1);
      expect(output).to.include(`requirements.lock lacks ${missing} of requirements.txt: make it`);
    });
  }

  it("builds on every run, and says which line does not compile", async () => {
    await setUp();
    await project.write(
      "tools/typescript/bin/tsc",
      'console.log("lib/ops/relu.ts(3,1): error"); process.exit(1)',
    );
    const { code, output } = await project.run("setup");
    expect(code).to.equal(1);
    expect(output).to.include("does not compile").and.include("lib/ops/relu.ts(3,1): error");
  });
});
