import { command } from "./typescript/command.mjs";

await command(async (python, args) => {
  const { handOut } = await import("../grading/handOut.ts");
  await handOut(python, args);
});
