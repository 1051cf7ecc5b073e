import { spawnSync } from "node:child_process";
import { expect } from "chai";

const PARENT = new URL("../../kernel/dist/kernels/typescript/server/parent.js", import.meta.url);

describe("A kernel whose parent may end", () => {
  /** What a process says that sees these parents, one look after another, through three seconds. */
  function lives(parents: readonly number[], JPY_PARENT_PID?: string) {
    const code = `
      import { writeSync } from "node:fs";
      import { endWithParent } from ${JSON.stringify(PARENT.href)};
      const parents = ${JSON.stringify(parents)};
      const ppid = { get: () => parents.length > 1 ? parents.shift() : parents[0] };
      Object.defineProperty(process, "ppid", ppid);
      let tick = () => {};
      globalThis.setInterval = (check, ms) => { writeSync(1, "each " + ms + " ms"); tick = check };
      endWithParent(() => writeSync(1, ", a last act"));
      for (let second = 1; second <= 3; second++) {
        tick();
        writeSync(1, ", " + second);
      }`;
    return spawnSync(process.execPath, ["--input-type=module", "--eval", code], {
      env: { ...process.env, JPY_PARENT_PID },
      encoding: "utf8",
    }).stdout;
  }
  /** The number of a process that has ended. */
  const dead = () => spawnSync(process.execPath, ["--version"]).pid;

  it("goes on while it is there", () => {
    expect(lives([process.pid], "1")).to.equal("each 1000 ms, 1, 2, 3");
  });

  it("ends after its last act once it has another one, though the old one is not yet buried", () => {
    const parents = [process.pid, process.pid, 1];
    expect(lives(parents, "1")).to.equal("each 1000 ms, 1, a last act");
  });

  it("ends where it keeps the number of a dead one, as on Windows", () => {
    expect(lives([dead()], "1")).to.equal("each 1000 ms, a last act");
  });

  it("goes on without one where it was started by hand", () => {
    expect(lives([dead()])).to.equal(", 1, 2, 3");
  });
});
