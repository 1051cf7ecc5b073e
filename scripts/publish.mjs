import { command } from "./typescript/command.mjs";

await command(async (python, args) => {
  const others = args.filter((each) => each !== "--assignment");
  const { publish } = await import("../publish/index.ts");
  if (others.length === args.length) return publish(python, args);
  const { studentPlace } = await import("../grading/edition/studentPlace.ts");
  await publish(python, others, await studentPlace());
});
