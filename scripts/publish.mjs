import { setUp } from "./setup/index.mjs";
import { giveUp } from "./setup/problem.mjs";

await setUp()
  .then(async (python) => {
    const { register } = await import("tsx/esm/api"); // needs what set-up installs
    register();
    const args = process.argv.slice(2);
    const others = args.filter((each) => each !== "--assignment");
    const { publish } = await import("../publish/index.ts");
    if (others.length === args.length) return publish(python, args);
    const { studentPlace } = await import("../grading/edition/studentPlace.ts");
    await publish(python, others, await studentPlace());
  })
  .catch(giveUp);
