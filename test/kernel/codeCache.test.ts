import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { loadCached } from "../../kernel/translator/codeCache.ts";
import { DAMAGES } from "./damages.ts";

const require = createRequire(import.meta.url);

describe("The kernel's bytecode of TypeScript", () => {
  const parent = mkdtempSync(path.join(tmpdir(), "bytecode-"));
  const folder = path.join(parent, "kept");
  after(() => rmSync(parent, { recursive: true }));
  const files = () => (existsSync(folder) ? readdirSync(folder) : []);
  const file = () => path.join(folder, files()[0]);
  const load = () => {
    const keep = loadCached("ndarray", folder);
    const ndarray = require("ndarray") as typeof import("ndarray");
    expect(ndarray([1, 2, 3, 4], [2, 2]).get(1, 0)).to.equal(3);
    const filename = require.resolve("ndarray");
    expect(require.cache[filename]).to.deep.include({ filename, loaded: true, exports: ndarray });
    return keep;
  };

  it("is kept when a module has run, once, and used by the next kernel", () => {
    const keep = load();
    expect(files()).to.deep.equal([]);
    keep?.();
    expect(files()).to.have.length(1);
    utimesSync(file(), 1, 1);
    keep?.();
    expect(load()).to.equal(undefined);
    expect(statSync(file()).mtimeMs, "written again").to.equal(1000);
  });

  for (const [damage, change] of DAMAGES) {
    it(`is made anew when it is ${damage}`, () => {
      load()?.();
      const whole = readFileSync(file());
      writeFileSync(file(), change(Buffer.from(whole)));
      load()?.();
      expect(readFileSync(file()).length).to.equal(whole.length);
      expect(load()).to.equal(undefined);
    });
  }

  it("is another one where cells are graded, by kernels that optimize later", () => {
    const place = path.join(parent, "graded");
    const kernel = new URL("../../kernel/", import.meta.url).href;
    const program = `
      await import("${kernel}optimizeLate.ts");
      const { loadCached } = await import("${kernel}translator/codeCache.ts");
      loadCached("ndarray", ${JSON.stringify(place)})?.();`;
    const keep = (NBGRADER_EXECUTION: string) => {
      const env = { ...process.env, NBGRADER_EXECUTION };
      const args = ["--import", "tsx", "--input-type=module", "-e", program];
      execFileSync(process.execPath, args, { env });
      return readdirSync(place).map((name) => path.join(place, name));
    };
    for (const [i, grading] of ["", "autograde"].entries()) {
      const kept = keep(grading);
      expect(kept).to.have.length(i + 1);
      for (const file of kept) utimesSync(file, 1, 1);
    }
    const again = ["", "autograde"].flatMap(keep).map((file) => statSync(file).mtimeMs);
    expect(again, "written again").to.deep.equal([1000, 1000, 1000, 1000]);
  });

  it("is left out where nothing can be written", () => {
    writeFileSync(path.join(parent, "file"), "");
    loadCached("ndarray", path.join(parent, "file/below"))?.();
  });
});
