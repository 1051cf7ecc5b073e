import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isConnected } from "./connection.mjs";
import { npm } from "./npm.mjs";
import { Problem } from "./problem.mjs";
import { root, work } from "./project.mjs";
import { findPython, lock, requirements, venv, venvPython } from "./python.mjs";
import { damageOf, dropCaches, fingerprint, isMadeFrom, make } from "./stamp.mjs";
import { mustRun, run, step } from "./step.mjs";

/** What the set-up installs: a folder, and what it is made from. */
class Part {
  /**
   * @param {string} title
   * @param {string} folder
   * @param {() => Promise<string>} from what it is made from, as one line
   * @param {(onStart: (pid: number) => void) => Promise<void>} install
   */
  constructor(title, folder, from, install) {
    this.title = title;
    this.folder = folder;
    this.from = from;
    this.install = install;
  }

  /** Whether it was installed once from just what it is made from now. */
  async isInstalled() {
    return isMadeFrom(this.folder, await this.from());
  }

  /** Its damaged files, once it was installed, as sentences. */
  damage() {
    return damageOf(this.folder).map(({ text }) => text);
  }

  /** Mends what is mended without an installation. */
  dropCaches() {
    return dropCaches(this.folder);
  }

  /** @param {(pid: number) => void} onStart */
  async make(onStart) {
    await make(this.folder, await this.from(), () => this.install(onStart));
  }
}

export const packages = new Part(
  "the npm packages",
  join(root, "node_modules"),
  () => fingerprint([join(root, "package-lock.json")], process.platform, process.arch),
  (onStart) =>
    step("Installing the npm packages", async () => {
      const [pingCommand, pingArgs, pingOptions] = npm("ping", "--fetch-retries=0");
      const connected = await isConnected(pingCommand, pingArgs, { ...pingOptions, onStart });
      const from = connected ? [] : ["--offline"]; // all may have been downloaded before
      const [command, args, options] = npm("ci", "--ignore-scripts", "--include=dev", ...from);
      const call = { ...options, cwd: root, onStart };
      await mustRun("npm could not install the packages", command, args, call);
    }),
);

export const jupyter = new Part(
  "JupyterLab",
  venv,
  () => fingerprint([requirements, lock]),
  async (onStart) => {
    await checkLock();
    const { command } = await findPython();
    await step("Making .venv", () =>
      mustRun("Python could not make .venv", command, ["-m", "venv", "--clear", venv], { onStart }),
    );
    // JupyterLab runs a .js file of its own, CommonJS, that must not count as part of this ES module.
    await writeFile(join(venv, "package.json"), '{ "type": "commonjs" }\n');
    await step("Installing JupyterLab into .venv", (say) => installJupyter(say, onStart));
  },
);

/**
 * @param {(detail: string) => void} say
 * @param {(pid: number) => void} onStart
 */
async function installJupyter(say, onStart) {
  const env = { ...process.env, PIP_CACHE_DIR: join(work, "pip"), PIP_USER: "0" };
  const pip = (/** @type {string[]} */ ...args) => [
    "-m",
    "pip",
    ...args,
    "--disable-pip-version-check",
  ];
  const look = pip("index", "versions", "jupyterlab", "--retries=0", "--timeout=8");
  const connected = await isConnected(venvPython, look, { env, onStart });
  const onOutput = (/** @type {string} */ text) => {
    for (const line of text.split("\n")) {
      const [, name] = /^Collecting ([\w.-]+)/.exec(line) ?? [];
      if (name) say(`fetching ${name}`);
      if (/^Installing collected/.test(line)) say(`writing ${line.split(",").length} packages`);
    }
  };
  const retries = connected ? [] : ["--retries=0"];
  const args = pip("install", "--require-hashes", ...retries, "-r", lock);
  await mustRun("pip could not install JupyterLab", venvPython, args, { env, onStart, onOutput });
}

/** Whether JupyterLab's Python starts. */
export async function pythonRuns() {
  return (await run(venvPython, ["-c", ""])).code === 0;
}

/** @throws Problem when requirements.lock is not made from requirements.txt */
async function checkLock() {
  const plain = (/** @type {string} */ pin) => pin.toLowerCase().replace(/[_.-]+(?=.*==)/g, "-");
  const entries = (await readFile(lock, "utf8")).split("\n");
  const locked = entries.map((entry) => entry.split(" ")[0].replace(/\[.*\]/, "")); // without extras
  const wanted = (await readFile(requirements, "utf8")).match(/^[^#\s].*$/gm) ?? [];
  const missing = wanted.filter((pin) => !locked.includes(plain(pin)));
  if (missing.length > 0) {
    throw new Problem(
      `requirements.lock lacks ${missing.join(", ")} of requirements.txt: make it anew, with the command in its first lines.`,
    );
  }
}
