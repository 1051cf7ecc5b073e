import { build } from "./setup/build.mjs";
import { giveUp } from "./setup/problem.mjs";

await build().catch(giveUp);
