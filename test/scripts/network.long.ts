import { expect } from "chai";
import { MiniProject, realPython, which } from "./miniProject.ts";

/** Nothing listens on port 1. */
const nowhere = "http://127.0.0.1:1/";
const cutOff = {
  npm_config_registry: nowhere,
  npm_config_fetch_retries: "0",
  npm_config_loglevel: "silent", // as in npm run --silent, which must not hide the cause
  PIP_CONFIG_FILE: "/dev/null",
  PIP_INDEX_URL: nowhere,
  PIP_RETRIES: "0",
};
const sentence =
  /There is no connection to the package registry\. The first set-up needs the internet/;

describe("a first set-up without a connection", () => {
  let project: MiniProject;
  beforeEach(async () => {
    project = await MiniProject.make();
    await project.tool("npm", `exec "${process.execPath}" "${which("npm")}" "$@"`); // pings, too
  });
  afterEach(() => project.remove());

  const recovers = async () => {
    const { code, output } = await project.run("setup", { env: cutOff });
    expect(code, output).to.equal(0);
  };

  it("says so when npm cannot fetch, and the next run recovers", async () => {
    const manifest = ["package.json", "package-lock.json"];
    const whole = await Promise.all(manifest.map((name) => project.read(name)));
    const [{ dependencies, ...rest }, { packages, ...lock }] = whole.map((text) =>
      JSON.parse(text),
    );
    const needed = { ...dependencies, ms: "2.1.3" };
    await project.write("package.json", JSON.stringify({ ...rest, dependencies: needed }));
    packages[""].dependencies = needed;
    packages["node_modules/ms"] = { version: "2.1.3" };
    await project.write("package-lock.json", JSON.stringify({ ...lock, packages }));

    const { code, output } = await project.run("setup", { env: cutOff });
    expect(code).to.equal(1);
    expect(output)
      .to.match(/^npm could not install the packages\./m)
      .and.match(sentence);

    for (const [i, name] of manifest.entries()) await project.write(name, whole[i]);
    await recovers();
  });

  it("says so when pip cannot fetch, and the next run recovers", async () => {
    await project.tool("python3", `exec ${realPython()} "$@"`);
    await project.write("requirements.txt", "jupyterlab==4.6.6\n");
    const hash = "0".repeat(64);
    await project.write("requirements.lock", `jupyterlab==4.6.6 \\\n    --hash=sha256:${hash}\n`);
    const { code, output } = await project.run("setup", { env: cutOff });
    expect(code).to.equal(1);
    expect(output)
      .to.match(/^pip could not install JupyterLab\./m)
      .and.match(sentence);

    await project.python("python3", "3.11.7");
    await recovers();
  });
});
