import { endWithCaller } from "./setup/endWithCaller.mjs";
import { setUp } from "./setup/index.mjs";
import { giveUp } from "./setup/problem.mjs";

await endWithCaller("scripts/setup.mjs");
await setUp().then(() => console.log("Set up: `npm start` opens JupyterLab."), giveUp);
