import { setUp } from "./setup/index.mjs";
import { giveUp } from "./setup/problem.mjs";

await setUp()
  .then(async (python) => {
    const { register } = await import("tsx/esm/api"); // needs what set-up installs
    register();
    const { submit } = await import("../grading/submit.ts");
    await submit(python, process.argv.slice(2));
  })
  .catch(giveUp);
