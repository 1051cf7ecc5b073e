import { existsSync } from "node:fs";
import { chmod, mkdir, readdir, readFile, readlink, stat, symlink } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { MiniProject } from "../scripts/miniProject.ts";

/** Deploys the project that it lies in, with a file for students, or fails before they get any. */
const DEPLOY = `
  import { writeFile } from "node:fs/promises";
  import { deploy } from "./deploy/deploy.mjs";
  import { giveUp } from "./setup/problem.mjs";
  const handOut = async (copy) => {
    if (process.argv[3]) throw new Error(process.argv[3]);
    await writeFile(copy + "/assignment", "for students");
  };
  await deploy(process.argv[2], handOut).then(console.log, giveUp);
`;

describe("a copy that a class uses", () => {
  let project: MiniProject;
  let folder: string;
  let place: string;
  beforeEach(async () => {
    project = await MiniProject.make();
    folder = project.path("class");
    place = join(folder, "course");
    const made = new URL("../../lib/dist/data/makeFolder.js", import.meta.url);
    await project.write("lib/dist/data/makeFolder.js", await readFile(fileURLToPath(made), "utf8"));
    await project.write("scripts/copy.mjs", DEPLOY);
    const kernel = "kernel/dist/kernels/typescript";
    const argv = ["node", "--no-warnings", "{resource_dir}/main.js"];
    await project.write(`${kernel}/kernel.json`, JSON.stringify({ argv }));
    await project.write(
      `${kernel}/prepare.js`,
      `import { writeFileSync } from "node:fs";
      const place = new URL("prepared", import.meta.url);
      writeFileSync(place, process.env.NBGRADER_EXECUTION || "as students run it");`,
    );
    const packages = { "node_modules/dev": { dev: true } };
    await project.write("node_modules/.package-lock.json", JSON.stringify({ packages }));
  });
  afterEach(() => project.remove());

  const deploy = async (): Promise<string> => {
    const { code, output } = await project.run("copy", { args: [place] });
    expect(code, output).to.equal(0);
    const version = output.trimEnd().split("\n").at(-1) ?? "";
    expect(await readlink(place)).to.equal(basename(version));
    return version;
  };

  it("has what kernels need, and neither solutions nor what builds leave for builds", async () => {
    const files = {
      "lib/dist/ops/index.js": true,
      "lib/dist/ops/solutions/index.js": false,
      "lib/dist/ops/solutionsOf.js": true,
      "lib/dist/watch.json": false,
      "lib/ops/index.ts": false,
      "node_modules/here/index.js": true,
      "node_modules/.cache/kept": false,
      "node_modules/.bin/here": false,
      "node_modules/dev/index.js": false,
      "deploy/values.yaml": true,
      "notebooks/a.ipynb": false,
    };
    for (const file of Object.keys(files)) await project.write(file, "");
    const version = await deploy();
    for (const [file, isLeft] of Object.entries(files)) {
      expect(existsSync(join(version, file)), file).to.equal(isLeft);
    }
    expect(await readFile(join(place, "assignment"), "utf8")).to.equal("for students");
    const prepared = join(place, "kernel/dist/kernels/typescript/prepared");
    expect(await readFile(prepared, "utf8")).to.equal("as students run it");
  });

  it("is read by all and written by nobody else, whatever the files were", async () => {
    const files: [string, number, number][] = [
      ["lib/dist/a.js", 0o600, 0o644],
      ["lib/dist/b.js", 0o666, 0o644],
      ["lib/dist/c.js", 0o611, 0o644],
      ["deploy/start", 0o700, 0o755],
      ["deploy/run", 0o777, 0o755],
    ];
    for (const [file, mode] of files) {
      await project.write(file, "");
      await chmod(project.path(file), mode);
    }
    await chmod(project.path("lib/dist"), 0o700);
    await symlink("a.js", project.path("lib/dist/link.js"));
    const version = await deploy();
    const modeOf = async (file: string) => (await stat(join(version, file))).mode & 0o777;
    for (const [file, , mode] of files) expect(await modeOf(file), file).to.equal(mode);
    for (const each of [".", "lib", "lib/dist"]) {
      expect(await modeOf(each), each).to.equal(0o755);
    }
    expect(await readlink(join(version, "lib/dist/link.js"))).to.equal("a.js");
  });

  it("stays as three versions, and the one in use", async () => {
    const versions: string[] = [];
    for (let i = 0; i < 4; i++) versions.push(basename(await deploy()));
    expect((await readdir(folder)).toSorted()).to.deep.equal(["course", ...versions.slice(1)]);
    const later = ["course@9998", "course@9999", "course@9999-12"]; // of a clock that was wrong
    for (const name of later) await mkdir(join(folder, name));
    const inUse = basename(await deploy());
    expect((await readdir(folder)).toSorted()).to.deep.equal(["course", inUse, ...later]);
  });

  it("is not made where something else lies, which stays", async () => {
    await mkdir(place, { recursive: true });
    const { code, output } = await project.run("copy", { args: [place] });
    expect(code).to.equal(1);
    expect(output).to.include(`deploy: ${place} is there already and no copy that deploy made`);
    expect(await readdir(folder)).to.deep.equal(["course"]);
  });

  it("is not there by half where it fails, and the one before stays in use", async () => {
    const version = await deploy();
    const { code, output } = await project.run("copy", { args: [place, "no notebooks"] });
    expect(code).to.equal(1);
    expect(output).to.include("no notebooks");
    expect((await readdir(folder)).toSorted()).to.deep.equal(["course", basename(version)]);
    expect(await readlink(place)).to.equal(basename(version));
  });

  it("is made by npm run deploy, which says where it is, and who cannot enter", async () => {
    const tsx = new URL("../../node_modules/tsx/dist/esm/api/index.mjs", import.meta.url);
    await project.depend("tsx", { "api.mjs": `export * from ${JSON.stringify(tsx.href)};` });
    const exports = { "./esm/api": "./api.mjs" };
    const manifest = { name: "tsx", version: "1.0.0", exports };
    await project.write("tools/tsx/package.json", JSON.stringify(manifest));
    await project.write("lib/package.json", '{ "type": "module" }');
    for (const language of ["typescript", "javascript"]) {
      await project.write(`kernel/${language}.json`, JSON.stringify({ argv: ["node"] }));
    }
    await project.write(
      "grading/edition/forClass.ts", // stands in for what makes the students' edition
      `import { writeFile } from "node:fs/promises";
      export const forClass = (copy: string) => writeFile(copy + "/assignment", "for students");`,
    );
    await chmod(project.root, 0o700);
    const deployed = async () => {
      const { code, output } = await project.run("deploy", { args: ["class/course"] });
      expect(code, output).to.equal(0);
      expect(await readFile(join(place, "assignment"), "utf8")).to.equal("for students");
      const now = `${place} is now ${join(folder, await readlink(place))}; servers that run keep`;
      expect(output).to.include(`${now} the copy that they began with.\n`);
      return output;
    };
    expect(await deployed()).to.include(
      `Students cannot enter ${project.root}: chmod a+x ${project.root}, or choose another place.`,
    );
    await chmod(project.root, 0o701);
    expect(await deployed()).to.not.include("Students cannot");
  });
});
