import { setUp } from "./setup/index.mjs";
import { giveUp } from "./setup/problem.mjs";

await setUp()
  .then(async (python) => {
    const { register } = await import("tsx/esm/api"); // needs what set-up installs
    register();
    const { handOut } = await import("../grading/handOut.ts");
    await handOut(python, process.argv.slice(2));
  })
  .catch(giveUp);
