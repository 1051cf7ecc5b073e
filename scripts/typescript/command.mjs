import { setUp } from "../setup/index.mjs";
import { giveUp } from "../setup/problem.mjs";

/** Has `import()` load TypeScript from now on, by tsx, which set-up installs. */
export async function loadTypeScript() {
  const { register } = await import("tsx/esm/api");
  register();
}

/**
 * Sets up, then runs a command that is written in TypeScript; says why where it gives up.
 * @param {(python: string, args: string[]) => Promise<void>} run
 */
export async function command(run) {
  await setUp()
    .then(async (python) => {
      await loadTypeScript();
      await run(python, process.argv.slice(2));
    })
    .catch(giveUp);
}
