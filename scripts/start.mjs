import { spawn } from "node:child_process";
import { join } from "node:path";
import { endWithCaller } from "./setup/endWithCaller.mjs";
import { setUp } from "./setup/index.mjs";
import { jupyterEnvironment } from "./setup/jupyter.mjs";
import { giveUp } from "./setup/problem.mjs";
import { root, tsc } from "./setup/project.mjs";
import { watchLibrary } from "./start/watchLibrary.mjs";
import { loadTypeScript } from "./typescript/command.mjs";

/** Milliseconds that JupyterLab has to end by itself. */
const GRACE = 3000;

await endWithCaller("scripts/start.mjs");
await setUp({ goOn: true }).then(async (python) => {
  await bringAssignment();
  openJupyterLab(python);
}, giveUp);

/** Makes or corrects the student's own copy; where that fails JupyterLab opens all the same. */
async function bringAssignment() {
  try {
    await loadTypeScript();
    const { ownCopy } = await import("../grading/edition/ownCopy.ts");
    for (const sentence of await ownCopy()) console.error(sentence);
  } catch (error) {
    console.error(
      `The folder assignment is as it was: ${error instanceof Error ? error.message : error}`,
    );
  }
}

/**
 * Runs JupyterLab until it ends, and builds lib as it is edited. A signal ends it with its kernels:
 * from a terminal it reaches Jupyter by itself, from here when it was sent to this process alone.
 * @param {string} python
 */
function openJupyterLab(python) {
  console.error("Starting JupyterLab …");
  const endWatch = watchLibrary(join(root, "lib"), tsc);
  const args = [join(root, "scripts", "start", "open_jupyterlab.py"), ...process.argv.slice(2)];
  const jupyter = spawn(python, args, { cwd: root, env: jupyterEnvironment(), stdio: "inherit" });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => {
      if (process.platform === "win32") return;
      jupyter.kill("SIGTERM");
      setTimeout(() => jupyter.kill("SIGKILL"), GRACE).unref(); // kernels end when it is gone
    });
  }
  jupyter.on("error", (error) => {
    endWatch();
    giveUp(error);
  });
  jupyter.on("exit", (code) => {
    endWatch();
    process.exitCode = code ?? 0;
  });
}
