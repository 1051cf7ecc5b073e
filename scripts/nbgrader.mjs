import { command } from "./typescript/command.mjs";

await command(async (_python, args) => {
  const { makeCourse } = await import("../grading/nbgrader/makeCourse.ts");
  await makeCourse(args);
});
