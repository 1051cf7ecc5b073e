import { rm } from "node:fs/promises";
import { join } from "node:path";
import { build, libraries } from "./build.mjs";
import { filterOutputs } from "./gitFilter.mjs";
import { exclusively } from "./lock.mjs";
import { jupyter, packages, pythonRuns } from "./parts.mjs";
import { prepareKernel } from "./prepareKernel.mjs";
import { Interrupted, Problem, summary } from "./problem.mjs";
import { condaPython, findPython, venvPython } from "./python.mjs";

/**
 * Brings the project to where JupyterLab can start: npm packages, the Python side, the build.
 * Does only what is missing, damaged or out of date.
 * @param {object} [options]
 * @param {boolean} [options.fresh] whether to make all anew
 * @param {boolean} [options.goOn] whether to go on with damaged files that cannot be mended now
 * @param {boolean} [options.filter] whether git is to see notebooks without outputs from now on
 * @returns {Promise<string>} the Python that has JupyterLab
 * @throws Problem saying what is wrong and what to do
 */
export async function setUp({ fresh = false, goOn = false, filter } = {}) {
  const conda = await condaPython();
  const isConda = conda?.unmet.length === 0;
  const parts = isConda ? [packages] : [packages, jupyter];
  const isUsable = async (/** @type {typeof packages} */ part) =>
    (await part.isInstalled()) && (part !== jupyter || (await pythonRuns()));
  const isReady = async (/** @type {typeof packages} */ part) => {
    if (!(await isUsable(part))) return false;
    await part.dropCaches();
    return part.damage().length === 0;
  };
  /** @type {(typeof packages)[]} */
  const lacking = [];
  for (const part of parts) if (fresh || !(await isReady(part))) lacking.push(part);

  if (lacking.includes(jupyter) && !(await isUsable(jupyter))) {
    await findPython(); // says what to install before anything is downloaded
    if (conda) {
      console.error(
        `The active conda environment lacks ${conda.unmet.join(", ")}: using .venv instead. (\`conda env update -f environment.yml\` brings the project's environment up to date.)`,
      );
    }
  }
  if (lacking.length > 0 || fresh) {
    await exclusively(async (onStart) => {
      for (const part of lacking) {
        if (!fresh && (await isReady(part))) continue; // another set-up has done it
        await mend(part, { onStart, goOn: goOn && (await isUsable(part)) });
      }
      if (fresh) {
        for (const folder of libraries) {
          await rm(join(folder, "dist"), { recursive: true, force: true });
        }
      }
    });
  }
  await build();
  await prepareKernel();
  const python = isConda ? conda.command : venvPython;
  await filterOutputs(python, filter);
  return python;
}

/**
 * @param {typeof packages} part
 * @param {{ onStart: (pid: number) => void, goOn: boolean }} options
 */
async function mend(part, { onStart, goOn }) {
  const damage = (await part.isInstalled()) ? summary(part.damage()) : undefined;
  if (damage) console.error(`Damaged: ${damage}. Installing ${part.title} anew.`);
  try {
    await part.make(onStart);
  } catch (error) {
    if (!goOn || !(error instanceof Problem) || error instanceof Interrupted) throw error;
    console.error(
      `Going on with the damaged files, as they cannot be mended now: ${error.message}`,
    );
  }
}
