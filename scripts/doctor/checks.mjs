import { fileURLToPath } from "node:url";
import { jupyterEnvironment } from "../setup/jupyter.mjs";
import { npm } from "../setup/npm.mjs";
import { Problem } from "../setup/problem.mjs";
import { findPython, jupyterPython, unmetPins } from "../setup/python.mjs";
import { run } from "../setup/step.mjs";

const runCell = fileURLToPath(new URL("run_cell.py", import.meta.url));
const selectBackend = fileURLToPath(new URL("selectBackend.mjs", import.meta.url));
const setUpFirst = "Run `npm run setup`.";

/**
 * What each check looks at, in the order in which one needs the other. A check tells what it
 * found, or what will come by itself, or throws a Problem: what is wrong and what to do.
 * @type {Record<string, () => Promise<string | { later: string }>>}
 */
export const checks = {
  Node: async () => `${process.versions.node} (${process.execPath})`,

  npm: async () => {
    const { code, output } = await run(...npm("--version"));
    if (code !== 0)
      throw new Problem("npm is missing. Install Node from https://nodejs.org, which brings npm.");
    return output.trim().split("\n").slice(-1)[0];
  },

  Python: async () => {
    const { version, command } = await findPython();
    return `${version} (${command})`;
  },

  Jupyter: async () => {
    const python = await jupyterPython();
    const unmet = await unmetPins(python);
    if (unmet.length > 0)
      throw new Problem(`Not as requirements.txt asks: ${unmet.join(", ")}. ${setUpFirst}`);
    const { output } = await run(python, [
      "-c",
      "from importlib.metadata import version; print(version('jupyterlab'))",
    ]);
    return `JupyterLab ${output.trim()} (${python})`;
  },

  kernel: async () => {
    const { code, output } = await run(await jupyterPython(), [runCell], {
      env: jupyterEnvironment(),
      timeout: 120_000,
    });
    const said = output.trim().split("\n").slice(-1)[0];
    if (code !== 0) throw new Problem(`The kernel ran no cell: ${said}. ${setUpFirst}`);
    return `TypeScript: ${said}`;
  },

  tfjs: async () => {
    await importLib(() => import("lib/backend"));
    const { code, output } = await run(process.execPath, [selectBackend]); // TensorFlow writes a lot
    const said = output.trim().split("\n").slice(-1)[0];
    if (code !== 0) throw new Problem(said);
    return said;
  },

  webgpu: () => trainOn("webgpu", true),

  "tfjs-node": () => trainOn("tfjs-node", true),

  wasm: () => trainOn("wasm"),

  data: async () => {
    const { locateCifar10 } = await importLib(() => import("lib/data"));
    const { found, description } = await locateCifar10();
    return found ? description : { later: description };
  },
};

/**
 * Trains on a backend for a second, in a process of its own.
 * @param {import("lib/backend").BackendName} name
 * @param {boolean} [isExtra] whether the notebooks run without it
 */
async function trainOn(name, isExtra) {
  const { tryBackend } = await importLib(() => import("../../lib/dist/backend/trial.js"));
  return tryBackend(name, 1).then(
    ({ device, imagesPerSecond }) => `${device}: trains ${Math.round(imagesPerSecond)} images/s`,
    (error) => {
      if (!isExtra) throw new Problem(`${name} does not train: ${error.message}.`);
      return { later: `not used: ${error.message}` };
    },
  );
}

/**
 * @template T
 * @param {() => Promise<T>} load
 * @returns {Promise<T>}
 */
async function importLib(load) {
  return load().catch((error) => {
    throw new Problem(`lib does not load: ${error.message}. ${setUpFirst}`);
  });
}
