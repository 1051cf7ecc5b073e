import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { libraries } from "../setup/build.mjs";
import { buildDamage } from "../setup/builtFiles.mjs";
import { jupyterEnvironment } from "../setup/jupyter.mjs";
import { npm } from "../setup/npm.mjs";
import { jupyter, packages } from "../setup/parts.mjs";
import { Problem, summary } from "../setup/problem.mjs";
import { root, tsc } from "../setup/project.mjs";
import { condaPython, findPython, jupyterPython, unmetPins } from "../setup/python.mjs";
import { run } from "../setup/step.mjs";

/** All of JupyterLab that starts with it, and what publishing needs. */
const importJupyter =
  "import jupyterlab.labapp, nbclient, nbconvert, nbformat, plotly; print(jupyterlab.__version__)";
const runCell = fileURLToPath(new URL("run_cell.py", import.meta.url));
const selectBackend = fileURLToPath(new URL("selectBackend.mjs", import.meta.url));

/** The command that mends what fails: where all files are there, only a new installation can. */
async function remedy() {
  const [conda, faults] = [await condaPython(), await installationFaults()];
  if (faults.length > 0) return "Run `npm run setup`.";
  return `Run \`npm run setup -- --fresh\`${conda?.unmet.length === 0 ? " outside of the conda environment" : ""}.`;
}

/** What is missing or damaged in what the set-up makes, as sentences. */
async function installationFaults() {
  const conda = await condaPython();
  const parts = conda?.unmet.length === 0 ? [packages] : [packages, jupyter];
  const faults = [];
  for (const part of parts) {
    if (await part.isInstalled()) faults.push(...part.damage());
    else faults.push(`${part.folder} is not what the project asks for now`);
  }
  return [...faults, ...libraries.flatMap(buildDamage)];
}

/**
 * What each check looks at, in the order in which one needs the other. A check tells what it
 * found, or what will come by itself, or throws a Problem: what is wrong and what to do.
 * @type {Record<string, () => Promise<string | { later: string }>>}
 */
export const checks = {
  Node: async () => `${process.versions.node} (${process.execPath})`,

  npm: async () => {
    const { code, output } = await run(...npm("--version"));
    if (code !== 0) {
      throw new Problem("npm is missing. Install Node from https://nodejs.org, which brings npm.");
    }
    return output.trim().split("\n").slice(-1)[0];
  },

  Python: async () => {
    const { version, command } = await findPython();
    return `${version} (${command})`;
  },

  files: async () => {
    const faults = summary(await installationFaults());
    if (!faults) return "as they were installed and built";
    throw new Problem(`${faults}. ${await remedy()}`);
  },

  compiler: async () => {
    const { code, output } = await run(process.execPath, [tsc, "--version"]);
    if (code === 0) return output.trim();
    throw new Problem(`The TypeScript compiler does not start. ${await remedy()}`);
  },

  Jupyter: async () => {
    const python = await jupyterPython();
    const unmet = await unmetPins(python);
    if (unmet.length > 0) {
      throw new Problem(`Not as requirements.txt asks: ${unmet.join(", ")}. ${await remedy()}`);
    }
    const { code, output } = await run(python, ["-c", importJupyter]);
    const said = output.trim().split("\n").slice(-1)[0];
    if (code !== 0) throw new Problem(`JupyterLab does not load: ${said}. ${await remedy()}`);
    return `JupyterLab ${said} (${python})`;
  },

  kernel: async () => {
    const { code, output } = await run(await jupyterPython(), [runCell], {
      env: jupyterEnvironment(),
      timeout: 120_000,
    });
    const said = output.trim().split("\n").slice(-1)[0];
    if (code !== 0) throw new Problem(`The kernel ran no cell: ${said}. ${await remedy()}`);
    return `TypeScript: ${said}`;
  },

  lib: async () => {
    const { exports } = JSON.parse(await readFile(join(root, "lib", "package.json"), "utf8"));
    const entries = Object.keys(exports ?? {}).map((name) => `lib${name.slice(1)}`);
    for (const entry of entries) await importLib(() => import(entry));
    return entries.join(", ");
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
  const { probeBackend } = await importLib(() => import("../../lib/dist/backend/probe.js"));
  return probeBackend(name, 1).then(
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
  return load().catch(async (error) => {
    throw new Problem(`lib does not load: ${error.message}. ${await remedy()}`);
  });
}
