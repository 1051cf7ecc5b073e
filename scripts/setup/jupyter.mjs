import { delimiter, dirname, join } from "node:path";
import { kernelPath, root } from "./project.mjs";

const before = (/** @type {string} */ entry, /** @type {string | undefined} */ list) =>
  list ? entry + delimiter + list : entry;

/**
 * The environment in which Jupyter finds the project's kernel and settings, and the kernel this Node.
 * @returns {NodeJS.ProcessEnv}
 */
export function jupyterEnvironment() {
  return {
    ...process.env,
    PATH: before(dirname(process.execPath), process.env.PATH),
    JUPYTER_PATH: before(kernelPath, process.env.JUPYTER_PATH),
    JUPYTER_CONFIG_PATH: before(join(root, "scripts", "jupyter"), process.env.JUPYTER_CONFIG_PATH),
  };
}
