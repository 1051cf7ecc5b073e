import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Problem } from "./problem.mjs";
import { root } from "./project.mjs";
import { run } from "./step.mjs";

const windows = process.platform === "win32";
const minimum = [3, 10];
const unmetPinsScript = fileURLToPath(new URL("unmet_pins.py", import.meta.url));

export const requirements = join(root, "requirements.txt");
export const lock = join(root, "requirements.lock");
export const venv = join(root, ".venv");
export const venvPython = windows
  ? join(venv, "Scripts", "python.exe")
  : join(venv, "bin", "python");

/** @typedef {{ command: string, version: string }} Python */

/**
 * The first Python on the PATH that is new enough and can make a virtual environment.
 * @returns {Promise<Python>}
 * @throws Problem naming what was found instead and what to install
 */
export async function findPython() {
  const names = windows ? ["py", "python", "python3"] : ["python3", "python"];
  for (let minor = 14; minor >= minimum[1]; minor--) names.push(`python3.${minor}`);
  const found = (await Promise.all(names.map(identify))).filter((python) => python !== undefined);
  const recent = found.filter(({ version }) => isRecent(version));
  for (const python of recent) {
    const { code } = await run(python.command, ["-c", "import venv, ensurepip"]);
    if (code === 0) return python;
  }
  const wanted = `Python ${minimum.join(".")} or newer`;
  const install = `Install ${wanted} from https://www.python.org or with your system's package manager, open a new terminal and run this command again.`;
  if (recent.length > 0) {
    throw new Problem(
      `Python ${recent[0].version} (${recent[0].command}) has no venv module. On Debian and Ubuntu run\n\n    sudo apt install python3-venv\n\nand then this command again.`,
    );
  }
  if (found.length > 0) {
    throw new Problem(
      `Python ${found[0].version} (${found[0].command}) is too old: the notebooks need ${wanted}. ${install}`,
    );
  }
  throw new Problem(`Python is missing: JupyterLab needs ${wanted}. ${install}`);
}

/**
 * @param {string} name
 * @returns {Promise<Python | undefined>}
 */
async function identify(name) {
  const tell = 'import sys; sys.stdout.write("%d.%d.%d " % sys.version_info[:3] + sys.executable)';
  const { code, output } = await run(name, ["-c", tell]);
  const match = code === 0 && output.match(/^(\d+\.\d+\.\d+) (.+)/);
  return match ? { version: match[1], command: match[2] } : undefined;
}

/** @param {string} version */
function isRecent(version) {
  const [major, minor] = version.split(".").map(Number);
  return major > minimum[0] || (major === minimum[0] && minor >= minimum[1]);
}

/**
 * The Python of the active conda environment and the pins of requirements.txt that it does not
 * meet: with none unmet it is the project's environment, whatever its name. Undefined outside conda.
 * @returns {Promise<{ command: string, unmet: string[] } | undefined>}
 */
export async function condaPython() {
  const prefix = process.env.CONDA_PREFIX;
  if (!prefix) return undefined;
  const command = windows ? join(prefix, "python.exe") : join(prefix, "bin", "python");
  return { command, unmet: await unmetPins(command) };
}

/**
 * The pins of requirements.txt that a Python does not meet, each with what is there instead.
 * @param {string} python
 */
export async function unmetPins(python) {
  const { code, output } = await run(python, [unmetPinsScript, requirements]);
  return code === 0 ? output.split("\n").filter(Boolean) : ["a Python that runs"];
}

/**
 * The Python that has JupyterLab: of the project's conda environment where that is active,
 * else of .venv.
 * @throws Problem before set-up
 */
export async function jupyterPython() {
  const conda = await condaPython();
  if (conda?.unmet.length === 0) return conda.command;
  if (existsSync(venvPython)) return venvPython;
  throw new Problem("JupyterLab is not installed yet: run `npm run setup`.");
}
