import { parseArgs } from "node:util";
import { setUp } from "./setup/index.mjs";
import { giveUp, Problem } from "./setup/problem.mjs";

await run().catch(giveUp);

async function run() {
  const { positionals, values } = readArguments();
  const python = await setUp();
  const { publish } = await import("./publish/index.mjs"); // needs what set-up installs
  await publish(python, { asked: positionals, execution: !values["no-execute"] });
}

function readArguments() {
  try {
    return parseArgs({ allowPositionals: true, options: { "no-execute": { type: "boolean" } } });
  } catch (error) {
    throw new Problem(
      `${/** @type {Error} */ (error).message}\nUse: npm run publish [-- [--no-execute] [NOTEBOOK …]], as in \`npm run publish -- 3.1\``,
    );
  }
}
