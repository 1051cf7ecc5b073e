import { setUp } from "./setup/index.mjs";
import { giveUp } from "./setup/problem.mjs";

await setUp()
  .then(async () => {
    const { register } = await import("tsx/esm/api"); // needs what set-up installs
    register();
    const { makeCourse } = await import("../grading/nbgrader/makeCourse.ts");
    await makeCourse(process.argv.slice(2));
  })
  .catch(giveUp);
