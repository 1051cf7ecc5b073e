import { readdir } from "node:fs/promises";
import { expect } from "chai";
import { MiniProject } from "./miniProject.ts";

const TOGETHER = 4;
/** More: LOCK_ROUNDS=200 npx mocha test/scripts/lock.test.ts */
const ROUNDS = Number(process.env.LOCK_ROUNDS ?? 40);

/** Enters in every round, at the same moment as the others, and says when two were inside. */
const ENTER = `
  import { existsSync, mkdirSync, rmdirSync, writeFileSync } from "node:fs";
  import { exclusively } from "../scripts/setup/lock.mjs";
  const [, , name] = process.argv;
  const parent = process.ppid;
  for (let round = 0; round < ${ROUNDS}; round++) {
    writeFileSync(\`at/\${round}.\${name}\`, "");
    for (let i = 0; i < ${TOGETHER}; i++) {
      while (!existsSync(\`at/\${round}.\${i}\`)) if (process.ppid !== parent) process.exit(1);
    }
    if (name === "0") writeFileSync(".setup/claim.999999999.dead", "1\\n999999998\\n");
    await exclusively(async () => {
      mkdirSync("inside"); // fails if another is there
      await new Promise(setImmediate);
      rmdirSync("inside");
    });
  }
  console.log("alone each time");
`;

/** What each says: that it waits, only where that takes a second. */
const ALONE =
  /^(Waiting for another set-up of this folder \(if none runs, delete [^)]*claim\.\*\)( …|: done in \d+ s\.)\n)*alone each time\n$/;

describe("the lock of the set-up", () => {
  let project: MiniProject;
  before(async () => {
    project = await MiniProject.make();
    await project.write("at/enter.mjs", ENTER);
    await project.write("scripts/enter.mjs", 'import "../at/enter.mjs";');
    await project.write(".setup/README", "");
  });
  after(() => project.remove());

  it(`lets one in at a time: ${ROUNDS} rounds of ${TOGETHER} at once, beside one that died`, async () => {
    const runs = Array.from({ length: TOGETHER }, (_, i) =>
      project.run("enter", { args: [String(i)] }),
    );
    for (const { code, output } of await Promise.all(runs)) {
      expect(output).to.match(ALONE);
      expect(code).to.equal(0);
    }
    expect(await readdir(project.path(".setup"))).to.deep.equal(["README"]);
  });

  it("ends what is started though it was interrupted, which may end by itself", async () => {
    await project.write(
      "scripts/interrupted.mjs",
      `import { spawn } from "node:child_process";
       import { once } from "node:events";
       import { exclusively } from "./setup/lock.mjs";
       await exclusively(async (note) => {
         const program = process.argv[2] + 'setInterval(() => {}, 1000); console.log("runs")';
         const child = spawn(process.execPath, ["-e", program]);
         await once(child.stdout, "data");
         process.emit("SIGINT");
         note(child.pid);
         const [code, signal] = await once(child, "exit");
         console.log("ended with " + (code ?? signal));
         throw new Error("It ended");
       }).catch(({ message }) => console.log(message));`,
    );
    for (const [program, end] of [
      ['process.on("SIGTERM", () => process.exit(7));', "7"],
      ['process.on("SIGTERM", () => {});', "SIGKILL"],
    ]) {
      const { output } = await project.run("interrupted", { args: [program] });
      const sentence = "Interrupted: run the same command again to go on.";
      expect(output).to.equal(`ended with ${end}\n${sentence}\n`);
    }
  });

  it("is not held by a claim of the dead, whatever is in it", async () => {
    for (const [i, text] of ["", "1", "1\n", "1\n999999998\n", "nonsense\n"].entries()) {
      await project.write(`.setup/claim.999999999.${i}`, text);
    }
    const { code, output } = await project.run("setup");
    expect(code, output).to.equal(0);
    expect(output).to.not.include("Waiting");
  });
});
