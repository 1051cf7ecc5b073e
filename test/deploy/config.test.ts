import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect } from "chai";
import { unreachable } from "../../scripts/deploy/unreachable.mjs";
import { wantedPackages } from "../../scripts/deploy/wantedPackages.mjs";
import { jupyterPython } from "../../scripts/setup/python.mjs";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../", import.meta.url));
const read = (file: string) => readFile(join(root, file), "utf8");

describe("the files for a class", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "deploy-"));
  });
  after(() => rm(folder, { recursive: true }));

  /** What a hub reads in a file of configuration. */
  const load = async (file: string, env: Record<string, string> = {}) => {
    const script =
      "import json, sys; from traitlets.config.loader import PyFileConfigLoader as L\n" +
      "config = L(sys.argv[1], path=sys.argv[2]).load_config()\n" +
      "lazy = lambda v: v.to_dict() if hasattr(v, 'to_dict') else sorted(v) if isinstance(v, set) else str(v)\n" +
      "print(json.dumps(config, default=lazy))";
    const python = await jupyterPython();
    const options = { env: { ...process.env, ...env } };
    const { stdout } = await run(python, ["-c", script, file, join(root, "deploy")], options);
    return JSON.parse(stdout);
  };

  it("tell a hub paths that are there, one thread and a limit", async () => {
    const { Spawner } = await load("class_config.py", { CNN_DATA_DIR: folder });
    const environment = Spawner.environment.update;
    expect(environment).to.include({ CNN_THREADS: "1", CNN_DATA_DIR: folder });
    const paths = [
      environment.JUPYTER_PATH,
      ...environment.JUPYTER_CONFIG_PATH.split(":"),
      Spawner.cmd[0],
    ];
    for (const path of paths) await stat(path);
    expect((await stat(Spawner.cmd[0])).mode & 0o111).to.equal(0o111);
    expect(Spawner.mem_limit).to.equal("1G");
  });

  it("keep the hub's database and keys from everyone, and refuse a group that is not there", async function () {
    if (process.platform !== "linux") this.skip();
    const state = join(folder, "state");
    const config = await load("jupyterhub_config.py", {
      CNN_HUB_STATE: state,
      CNN_HUB_GROUP: "root",
    });
    expect((await stat(state)).mode & 0o777).to.equal(0o700);
    expect(config.JupyterHub.db_url).to.equal(`sqlite:///${state}/jupyterhub.sqlite`);
    expect(config.JupyterHub.bind_url).to.match(/^http:\/\/127\.0\.0\.1:/);
    expect(config.Spawner.mem_limit).to.equal("1G");
    const { stderr } = await load("jupyterhub_config.py", { CNN_HUB_GROUP: "nosuchgroup" }).catch(
      (error) => error,
    );
    expect(stderr).to.equal(
      "There is no group nosuchgroup, whose members may log in: groupadd nosuchgroup\n",
    );
  });

  it("leave out what is installed for developers alone, but not the types that cells see", async () => {
    const isWanted = wantedPackages(root);
    for (const path of [
      "lib/dist",
      "node_modules/zeromq",
      "node_modules/@types/node",
      "node_modules/@types/ndarray",
    ]) {
      expect(isWanted(path), path).to.equal(true);
    }
    for (const path of [
      "node_modules/mocha",
      "node_modules/typescript",
      "node_modules/playwright-core",
    ]) {
      expect(isWanted(path), path).to.equal(false);
    }
  });

  it("name the first folder that students cannot enter", async () => {
    const [open, closed] = [join(folder, "open"), join(folder, "closed")];
    await mkdir(open);
    await mkdir(join(closed, "inside"), { recursive: true });
    await chmod(folder, 0o755);
    await chmod(open, 0o755);
    await chmod(closed, 0o700);
    expect(unreachable(join(closed, "inside"))).to.equal(closed);
    expect(unreachable(open)).to.equal(undefined);
  });

  it("keep what git keeps out of an image, and what they refer to is there", async () => {
    const ignored = (await read(".dockerignore"))
      .split("\n")
      .map((line) => line.replace(/^\*\*\//, ""));
    for (const name of [
      ".setup",
      ".venv",
      ".native",
      ".runs",
      "node_modules",
      "dist",
      "site",
      ".git",
      "assignment",
    ]) {
      expect(ignored, name).to.include(name);
    }
    const script =
      "import json, sys, yaml; print(json.dumps([yaml.safe_load(open(f)) for f in sys.argv[1:]]))";
    const files = ["deploy/values.yaml", ".binder/environment.yml"];
    const python = await jupyterPython();
    const { stdout } = await run(python, ["-c", script, ...files], { cwd: root });
    const [values, environment] = JSON.parse(stdout);
    expect(values.singleuser.extraEnv).to.deep.equal({ CNN_THREADS: "1", CNN_DATA_DIR: "/data" });
    const [{ pip }] = environment.dependencies.slice(-1);
    await stat(join(root, ".binder", pip[0].replace("-r ", "")));
    for (const script of ["postBuild", "start"]) {
      expect((await stat(join(root, ".binder", script))).mode & 0o111).to.equal(0o111);
    }
    const container = JSON.parse(await read(".devcontainer/devcontainer.json"));
    expect(container.remoteEnv.JUPYTER_PATH).to.match(/containerWorkspaceFolder\}\/kernel\/dist$/);
  });
});
