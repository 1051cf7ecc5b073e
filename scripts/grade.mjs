import { command } from "./typescript/command.mjs";

await command(async (python, args) => {
  const { grade } = await import("../grading/grade.ts");
  await grade(python, args);
});
