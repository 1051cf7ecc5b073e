import { setUp } from "./setup/index.mjs";
import { giveUp } from "./setup/problem.mjs";

await setUp().then(() => console.log("Set up: `npm start` opens JupyterLab."), giveUp);
