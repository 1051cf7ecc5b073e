import { existsSync } from "node:fs";
import { copyFile, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { create } from "tar";
import { needSpace } from "../../scripts/native/needSpace.mjs";
import { MiniProject, type PythonDoes, type StartOptions } from "./miniProject.ts";

/** Puts the file behind `-d` into its folder, as pip does with a wheel. */
const WHEEL = 'while [ "$1" != -d ]; do shift; done; : > "$2/tensorflow.whl"';
/** What pip says without a connection. */
const CUT_OFF = `
  echo "WARNING: Retrying: Failed to establish a new connection: [Errno -2] Name or service not known" >&2
  echo "ERROR: No matching distribution found for tensorflow-cpu (from versions: none)" >&2; exit 1`;
const NO_CONNECTION = /There is no connection to the package registry\./;

const tar = path.resolve(import.meta.dirname, "../../node_modules/tar");
const binding = ".native/node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node";
const webgpu = ".native/node_modules/webgpu/index.js";

describe("the set-up of more backends", () => {
  let project: MiniProject;
  let trial: (code: string) => Promise<void>;

  /** npm that fetches without a connection: every package is the same. */
  const fakeNpm = (pack = 'cp "../../../package.tgz" .') =>
    project.tool("npm", `[ "$1" = pack ] && echo pack >> ../../../calls; ${pack}`);
  const ownPython = (does: Partial<PythonDoes> = {}) => {
    const whole = { pipDownload: WHEEL, unpack: 'mkdir -p "$3/tensorflow"', ...does };
    return project.python("python3", "3.11.7", whole);
  };
  const fakePython = async (does: Partial<PythonDoes> = {}) => {
    await ownPython(does);
    await copyFile(path.join(project.bin, "python3"), project.path(".venv/bin/python"));
  };
  /** A compiler that writes what `-o` names. */
  const fakeCompiler = (compile = ': > "$2"') =>
    project.tool("g++", `while [ $# -gt 0 ]; do [ "$1" != -o ] || { ${compile}; }; shift; done`);
  const native = (options?: StartOptions) => project.run("setup-native", options);

  before(async function () {
    if (process.platform !== "linux" || process.arch !== "x64") {
      console.log("      skipped: tfjs-node is built on Linux on x64 only");
      this.skip();
    }
    project = await MiniProject.make();
    const { dependencies } = JSON.parse(await readFile("lib/package.json", "utf8"));
    await project.write("lib/package.json", JSON.stringify({ dependencies }));
    await project.depend("tar", {
      "index.js": `exports.x = require(${JSON.stringify(tar)}).x;`,
    });
    await project.write("package/index.js", "");
    await create({ gzip: true, file: project.path("package.tgz"), cwd: project.root }, ["package"]);
    await rm(project.path("package"), { recursive: true });
    trial = (code) =>
      project.write("lib/dist/backend/probe.js", `exports.probeBackend = async () => { ${code} };`);
    await ownPython(); // what set-up finds in .venv later is as it was
    await project.run("setup"); // outside the tests' time
  });
  after(() => project?.remove());

  beforeEach(async () => {
    await fakeNpm();
    await fakePython();
    await fakeCompiler();
    await project.tool("nvidia-smi", "exit 9");
    await trial('return { device: "CPU, TensorFlow 2.21.0", gpu: false, imagesPerSecond: 8999.6 }');
    await rm(project.path(".native"), { recursive: true, force: true });
    await project.calls();
  });

  const fails = async (options?: StartOptions) => {
    const { code, output } = await native(options);
    expect(code, output).to.equal(1);
    expect(output, "a stack").to.not.match(/^ +at /m);
    return output;
  };
  const recovers = async () => {
    const { code, output } = await native();
    expect(code, output).to.equal(0);
    expect(existsSync(project.path(binding))).to.equal(true);
    expect((await readdir(project.path(".setup"))).filter((name) => /-/.test(name))).to.eql([]);
  };

  it("builds tfjs-node, says how it trains, and does only that the second time", async () => {
    const { output } = await native();
    expect(output).to.match(
      /^tfjs-node trains on the CPU, TensorFlow 2\.21\.0: 9000 images\/s of/m,
    );
    expect(await project.calls()).to.deep.equal(["pack", "pack", "pack", "download"]);
    await recovers();
    expect(await project.calls()).to.deep.equal([]);
  });

  it("says on another platform what there is instead", async () => {
    await project.write(
      "mac.cjs",
      'Object.defineProperty(process, "platform", { value: "darwin" });',
    );
    const output = await fails({ preload: ["./mac.cjs"] });
    expect(output).to.include(`this is darwin on ${process.arch}; it needs Linux on x64.`);
    expect(output).to.include("`npm run setup:webgpu`");
    expect(await project.calls()).to.deep.equal([]);
  });

  it("says that g++ is missing, and how to get it, before it fetches anything", async () => {
    await rm(path.join(project.bin, "g++"));
    expect(await fails()).to.match(
      /g\+\+ is missing\. On Debian and Ubuntu run\s+sudo apt install g/,
    );
    expect(await project.calls()).to.deep.equal([]);
  });

  it("says that there is no NVIDIA driver before it fetches gigabytes for one", async () => {
    for (const missing of [false, true]) {
      if (missing) await rm(path.join(project.bin, "nvidia-smi"));
      expect(await fails({ args: ["--gpu"] })).to.match(
        /`nvidia-smi` finds no GPU.*NVIDIA's driver/s,
      );
    }
    expect(await project.calls()).to.deep.equal([]);
  });

  it("says that TensorFlow finds no GPU, though there is a driver", async () => {
    await project.tool("nvidia-smi", "exit 0");
    await fakePython({
      pipDownload: `echo "$*" >> asked; ${WHEEL}`,
      pip: 'echo "$*" >> asked',
      unpack: `case "$*" in
        *--requires) printf 'nvidia-a==1\\nnvidia-b==2\\n' ;;
        *) mkdir -p "$3/tensorflow" ;;
      esac`,
    });
    expect(await fails({ args: ["--gpu"] })).to.match(
      /^tfjs-node is built and trains, but on the CPU, TensorFlow 2\.21\.0: TensorFlow finds no GPU\./m,
    );
    const asked = (await project.read("asked")).trim().split("\n");
    const [wheel, nvidia, ...more] = asked.filter((line) => line.includes("--no-deps"));
    const wholes = "--quiet --disable-pip-version-check --only-binary=:all: --no-deps";
    const platform = "--python-version 3.11 --platform manylinux_2_27_x86_64";
    expect(wheel).to.match(/ tensorflow==2\.21\.0$/);
    expect(wheel).to.include(`-m pip download ${wholes} ${platform} -d `);
    const site = project.path(".native/site");
    const libraries = `--target ${site} nvidia-a==1 nvidia-b==2`;
    expect(nvidia).to.equal(`-m pip install --no-compile ${wholes} ${libraries}`);
    expect(more).to.deep.equal([]);
    await fakePython();
    await project.calls();
    await recovers(); // with the other TensorFlow
    expect(await project.calls()).to.include("download");
  });

  it("says that npm has no connection, and the next run recovers", async () => {
    await project.npm();
    const nowhere = { npm_config_registry: "http://127.0.0.1:1/", npm_config_fetch_retries: "0" };
    const output = await fails({ env: { ...nowhere, npm_config_loglevel: "silent" } });
    expect(output).to.match(/^npm could not fetch @tensorflow\/tfjs-node@\d+\.\d+\.\d+\./m);
    expect(output).to.match(NO_CONNECTION);
    await fakeNpm();
    await recovers();
  });

  it("says that pip has no connection, and the next run recovers", async () => {
    await fakePython({ pipDownload: CUT_OFF });
    const output = await fails();
    expect(output)
      .to.match(/^pip could not fetch TensorFlow\./m)
      .and.match(NO_CONNECTION);
    await fakePython();
    await recovers();
  });

  it("shows what the compiler says, and the next run recovers", async () => {
    await fakeCompiler("echo 'fatal error: tensorflow/c/c_api.h: No such file' >&2; exit 1");
    expect(await fails()).to.match(
      /^The binding of tfjs-node does not compile\..*c_api\.h: No such/ms,
    );
    await fakeCompiler();
    await recovers();
  });

  it("says that what was built does not work, and goes on from there", async () => {
    await trial('throw new Error("it crashed at its start (SIGSEGV)")');
    expect(await fails()).to.include(
      "tfjs-node is built, but does not work: it crashed at its start (SIGSEGV).",
    );
    await project.calls();
    await trial('return { device: "CPU", gpu: false, imagesPerSecond: 1 }');
    await recovers();
    expect(await project.calls()).to.deep.equal([]);
  });

  it("killed outright while pip fetches: the next run starts anew and leaves nothing", async () => {
    await fakePython({ pipDownload: `${WHEEL}; exec sleep 2` });
    const setup = project.start("setup-native");
    await setup.says("Fetching TensorFlow (274 MB) …");
    setup.kill("SIGKILL");
    await setup.ended;
    await fakePython();
    await recovers();
  });

  it("killed outright while npm fetches: no package is there by half", async () => {
    await fakeNpm("exec sleep 2");
    const setup = project.start("setup-webgpu");
    await setup.says("Fetching WebGPU (54 MB) …");
    setup.kill("SIGKILL");
    await setup.ended;
    expect(existsSync(project.path(".native/node_modules/webgpu"))).to.equal(false);
    await fakeNpm();
    expect((await project.run("setup-webgpu")).code).to.equal(0);
    expect(existsSync(project.path(webgpu))).to.equal(true);
  });

  it("is undone by --remove, one without the other", async () => {
    await recovers();
    expect((await project.run("setup-webgpu")).output).to.include("WebGPU is here");
    expect((await native({ args: ["--remove"] })).output).to.include("are removed");
    expect(existsSync(project.path(".native/node_modules/@tensorflow/tfjs-node"))).to.equal(false);
    expect(existsSync(project.path(".native/site"))).to.equal(false);
    expect(existsSync(project.path(webgpu))).to.equal(true);
    expect((await project.run("setup-webgpu", { args: ["--remove"] })).output).to.include(
      "removed",
    );
    expect(existsSync(project.path(webgpu))).to.equal(false);
    expect((await native({ args: ["--remove"] })).code).to.equal(0);
    await recovers();
  });

  it("says that the disk has not enough room", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "space-"));
    const message = await needSpace(folder, 1e9).then(
      () => "nothing",
      (error: Error) => error.message,
    );
    await rm(folder, { recursive: true });
    expect(message).to.match(/^The disk has [\d.]+ GB free, this needs 1000000000 GB in the proj/);
  });
});
