import { styleText } from "node:util";
import { checks } from "./doctor/checks.mjs";

const nameWidth = Math.max(...Object.keys(checks).map((name) => name.length));
const states = {
  ok: styleText("green", "ok   "),
  later: styleText("yellow", "later"),
  wrong: styleText("red", "to do"),
};

for (const [name, check] of Object.entries(checks)) {
  process.stdout.write(`${name.padEnd(nameWidth)}  `);
  const { state, text } = await check().then(
    (found) =>
      typeof found === "string"
        ? { state: states.ok, text: found }
        : { state: states.later, text: found.later },
    (error) => ({ state: states.wrong, text: String(error?.message ?? error) }),
  );
  const lines = text.replaceAll("\n", `\n${" ".repeat(nameWidth + 9)}`);
  console.log(`${state}  ${lines}`);
  if (state === states.wrong) process.exitCode = 1;
}
console.log(`\n${process.exitCode ? "The notebooks cannot run yet." : "`npm start` opens them."}`);
