import { command } from "./typescript/command.mjs";

await command(async (python, args) => {
  const { check } = await import("../grading/check.ts");
  await check(python, args);
});
