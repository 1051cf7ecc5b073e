import { command } from "./typescript/command.mjs";

await command(async (python, args) => {
  const { submit } = await import("../grading/submit.ts");
  await submit(python, args);
});
