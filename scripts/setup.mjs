import { endWithCaller } from "./setup/endWithCaller.mjs";
import { setUp } from "./setup/index.mjs";
import { giveUp, Problem } from "./setup/problem.mjs";

await endWithCaller("scripts/setup.mjs");
const options = process.argv.slice(2);
const unknown = options.find((option) => !["--fresh", "--filter", "--no-filter"].includes(option));

await (unknown
  ? Promise.reject(
      new Problem(
        `setup: the option is ${unknown}, it takes --fresh (make all anew), --no-filter (git sees notebooks with their outputs) or --filter.`,
      ),
    )
  : setUp({
      fresh: options.includes("--fresh"),
      filter: options.includes("--no-filter") ? false : options.includes("--filter") || undefined,
    })
).then(() => console.log("Set up: `npm start` opens JupyterLab."), giveUp);
