import { pathToFileURL } from "node:url";
import { format } from "node:util";

// A process that publishes as often as it is asked to, in the project that is the current folder:
// takes the arguments of `npm run publish`, answers how the command would have ended.
const own = (file: string) => import(pathToFileURL(file).href);
const { publish }: typeof import("../../publish/index.ts") = await own("publish/index.ts");
const { giveUp }: typeof import("../../scripts/setup/problem.mjs") = await own(
  "scripts/setup/problem.mjs",
);
let output = "";
console.error = (...said: unknown[]) => {
  output += `${format(...said)}\n`;
};
process.on("message", async (args: string[]) => {
  output = "";
  process.exitCode = 0;
  await publish(process.env.PYTHON ?? "", args).catch(giveUp);
  process.send?.({ code: process.exitCode, output });
});
