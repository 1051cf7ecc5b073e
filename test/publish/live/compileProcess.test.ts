import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect } from "chai";

const script = fileURLToPath(new URL("../../../publish/live/compileProcess.ts", import.meta.url));

describe("the process that compiles cells", () => {
  it("reads them and their language, and writes them compiled", () => {
    const cells = [
      { id: "a", source: "let a = 1;" },
      { id: "b", source: "const = 2;" },
      { id: "c", source: "a = 'x';\na" }, // TypeScript refuses this
    ];
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--import=tsx", script], {
      input: JSON.stringify({ cells, language: "javascript" }),
      encoding: "utf8",
    });
    expect(status, stderr).to.equal(0);
    const compiled: { id: string; names: string[] }[] = JSON.parse(stdout);
    expect(compiled.map(({ id, names }) => `${id} ${names}`)).to.deep.equal(["a a", "c "]);
  });
});
