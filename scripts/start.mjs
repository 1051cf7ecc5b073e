import { spawn } from "node:child_process";
import { setUp } from "./setup/index.mjs";
import { jupyterEnvironment } from "./setup/jupyter.mjs";
import { giveUp } from "./setup/problem.mjs";
import { root } from "./setup/project.mjs";

await setUp().then(openJupyterLab, giveUp);

/**
 * Runs JupyterLab until it ends. A signal ends it with its kernels: from a terminal it reaches
 * Jupyter by itself, from here when it was sent to this process alone.
 * @param {string} python
 */
function openJupyterLab(python) {
  console.error("Starting JupyterLab …");
  const args = ["-m", "jupyterlab", ...process.argv.slice(2)];
  const jupyter = spawn(python, args, { cwd: root, env: jupyterEnvironment(), stdio: "inherit" });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]))
    process.on(signal, () => {
      if (process.platform !== "win32") jupyter.kill("SIGTERM");
    });
  jupyter.on("error", giveUp);
  jupyter.on("exit", (code) => {
    process.exitCode = code ?? 0;
  });
}
