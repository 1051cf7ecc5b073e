import { spawn } from "node:child_process";
import { join } from "node:path";
import { setUp } from "./setup/index.mjs";
import { giveUp, Problem } from "./setup/problem.mjs";
import { root } from "./setup/project.mjs";

await setUp()
  .then(async () => {
    await check("Type check", "typescript/bin/tsc", "--build");
    await check("Lint", "@biomejs/biome/bin/biome", "check");
    await check("Promises that nothing awaits", "oxlint/bin/oxlint");
    const inCi = process.env.CI ? ["--forbid-only"] : [];
    await check("Tests", "mocha/bin/mocha.js", ...inCi, ...process.argv.slice(2));
  })
  .catch(giveUp);

/**
 * @param {string} name
 * @param {string} program below node_modules
 * @param {string[]} args
 */
function check(name, program, ...args) {
  console.log(`\n${name}`);
  const child = spawn(process.execPath, [join(root, "node_modules", program), ...args], {
    cwd: root,
    stdio: "inherit",
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve(undefined) : reject(new Problem(`${name}: failed.`)),
    );
  });
}
