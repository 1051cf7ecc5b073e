import { spawn } from "node:child_process";
import { join } from "node:path";
import { filesIn } from "./setup/files.mjs";
import { setUp } from "./setup/index.mjs";
import { giveUp, Problem } from "./setup/problem.mjs";
import { root } from "./setup/project.mjs";

/** They begin first, or the last of them runs alone in the end. */
const LONGEST = ["publish/publish.test.ts", "notebooks/notebooks.test.ts"];

await setUp()
  .then(async () => {
    await check("Type check", "typescript/bin/tsc", "--build");
    await check("Lint", "@biomejs/biome/bin/biome", "check");
    const inCi = process.env.CI ? ["--forbid-only"] : [];
    const given = process.argv.slice(2);
    await check("Tests", "mocha/bin/mocha.js", ...inCi, ...(given.length > 0 ? given : allTests()));
  })
  .catch(giveUp);

function allTests() {
  const tests = join(root, "test");
  const others = filesIn(tests).filter(
    (path) => path.endsWith(".test.ts") && !LONGEST.includes(path),
  );
  return [...LONGEST, ...others.sort()].map((path) => join(tests, path));
}

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
