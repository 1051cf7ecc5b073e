import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "./build.mjs";
import { exclusively } from "./lock.mjs";
import { npm } from "./npm.mjs";
import { root, work } from "./project.mjs";
import { condaPython, findPython, requirements, venv, venvPython } from "./python.mjs";
import { fingerprint, isMadeFrom, make } from "./stamp.mjs";
import { mustRun, run, step } from "./step.mjs";

const modules = join(root, "node_modules");

/**
 * Brings the project to where JupyterLab can start: npm packages, the Python side, the build.
 * Does only what is missing or out of date.
 * @returns {Promise<string>} the Python that has JupyterLab
 * @throws Problem saying what is wrong and what to do
 */
export async function setUp() {
  const packages = await fingerprint(
    join(root, "package-lock.json"),
    process.platform,
    process.arch,
  );
  const pins = await fingerprint(requirements);
  const conda = await condaPython();
  const isConda = conda?.unmet.length === 0;
  const hasJupyter = async () =>
    isConda || ((await isMadeFrom(venv, pins)) && (await runs(venvPython)));
  const hasPackages = () => isMadeFrom(modules, packages);
  const python = (await hasJupyter()) ? undefined : await findPython();
  if (conda && python)
    console.error(
      `The active conda environment lacks ${conda.unmet.join(", ")}: using .venv instead. (\`conda env update -f environment.yml\` brings the project's environment up to date.)`,
    );
  if (python || !(await hasPackages()))
    await exclusively(async (onStart) => {
      if (!(await hasPackages())) await make(modules, packages, () => installPackages(onStart));
      if (python && !(await hasJupyter()))
        await make(venv, pins, () => installJupyter(python.command, onStart));
    });
  await build();
  return isConda ? conda.command : venvPython;
}

/** @param {string} python */
async function runs(python) {
  return (await run(python, ["-c", ""])).code === 0;
}

/** @param {(pid: number) => void} onStart */
function installPackages(onStart) {
  return step("Installing the npm packages", async () => {
    const [command, args, options] = npm("ci", "--ignore-scripts", "--include=dev");
    await mustRun("npm could not install the packages", command, args, {
      ...options,
      cwd: root,
      onStart,
    });
  });
}

/**
 * @param {string} python
 * @param {(pid: number) => void} onStart
 */
async function installJupyter(python, onStart) {
  await step("Making .venv", () =>
    mustRun("Python could not make .venv", python, ["-m", "venv", "--clear", venv], { onStart }),
  );
  // JupyterLab runs a .js file of its own, CommonJS, that must not count as part of this ES module.
  await writeFile(join(venv, "package.json"), '{ "type": "commonjs" }\n');
  await step("Installing JupyterLab into .venv", () =>
    mustRun(
      "pip could not install JupyterLab",
      venvPython,
      ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements],
      {
        env: { ...process.env, PIP_CACHE_DIR: join(work, "pip"), PIP_USER: "0" },
        onStart,
      },
    ),
  );
}
