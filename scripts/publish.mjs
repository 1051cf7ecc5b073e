import { setUp } from "./setup/index.mjs";
import { giveUp } from "./setup/problem.mjs";

await setUp()
  .then(async (python) => {
    const { publish } = await import("./publish/index.mjs"); // needs what set-up installs
    await publish(python, process.argv.slice(2));
  })
  .catch(giveUp);
