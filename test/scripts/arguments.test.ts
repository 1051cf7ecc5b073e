import { execFile } from "node:child_process";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { root } from "../../scripts/setup/project.mjs";
import { MiniProject } from "./miniProject.ts";

const NOWHERE = "redis://127.0.0.1:1"; // nobody listens there

/** A folder that nobody can make: it lies in a file. */
const IN_FILE = join(root, "package.json", "folder", "x");

/** What each command says of arguments, before it does anything. */
const refusals: [string, string[][], string][] = [
  ["worker", [[], [NOWHERE, NOWHERE]], "worker: it takes one address: npm run worker -- redis://"],
  ["worker", [["--unknown"]], "worker: Unknown option '--unknown'"],
  ["worker", [[NOWHERE, "--trials", "0"]], "worker: --trials is 0, it takes a whole number from 1"],
  [
    "worker",
    [[NOWHERE, "--timeout", "1.5"]],
    "worker: --timeout is 1.5, it takes a whole number from 1",
  ],
  ["worker", [[NOWHERE, "--lock", "x"]], "worker: --lock is x, it takes a whole number from 1"],
  [
    "worker",
    [[NOWHERE, "--trials", "1", "--lock", "1"]],
    "worker: redis: there is no Redis server at 127.0.0.1:1",
  ],
  ["data", [[]], "The folder for the data is missing.\nUse npm run data -- DIR"],
  ["data", [["a", "b", "c"]], "One folder is enough, b, c is too much.\nUse npm run data -- DIR"],
  ["data", [[IN_FILE]], `data: ${IN_FILE} cannot be made or written to (ENOTDIR): name a folder`],
  ["data", [["--unknown"]], "Unknown option '--unknown'"],
  [
    "deploy",
    [[IN_FILE]],
    `deploy: ${dirname(IN_FILE)} cannot be made or written to (ENOTDIR): name a folder`,
  ],
  [
    "deploy",
    [[], ["a", "b"], ["--unknown"]],
    "deploy: name one folder for the copy that all use: npm run deploy -- DIR",
  ],
  [
    "setup",
    [["--unknown"], ["--fresh", "--unknown"]],
    "setup: the option is --unknown, it takes --fresh (make all anew), --no-filter (git sees notebooks with their outputs) or --filter.",
  ],
  [
    "setup-native",
    [["--cuda"], ["--gpu", "--cuda"]],
    "setup:native: the option is --cuda, it takes --gpu (NVIDIA) or --remove.",
  ],
  ["nbgrader", [["a", "--unknown"]], "Unknown option '--unknown'"],
  ["setup-webgpu", [["--gpu"]], "setup:webgpu: the option is --gpu, it takes --remove."],
];

describe("a command of the project", () => {
  for (const [script, cases, sentence] of refusals) {
    for (const args of cases) {
      it(`refuses in a sentence and with 1: ${script} ${args.join(" ")}`, async () => {
        const file = join(root, "scripts", `${script}.mjs`);
        const running = promisify(execFile)(process.execPath, [file, ...args], { cwd: root });
        const { code, stderr, stdout } = await running.catch((error) => error);
        expect(code, stderr).to.equal(1);
        expect(stderr.trim()).to.satisfy((said: string) => said.startsWith(sentence), stderr);
        expect(stdout).to.equal("");
      });
    }
  }

  it("says that lib is not built where a worker is started before it is", async () => {
    const project = await MiniProject.make();
    try {
      const { code, output } = await project.run("worker", { args: [NOWHERE] });
      expect(code).to.equal(1);
      expect(output).to.match(
        /^worker: lib is not built \(Cannot find package 'lib'.*\); npm run setup does it\n$/,
      );
    } finally {
      await project.remove();
    }
  });
});
