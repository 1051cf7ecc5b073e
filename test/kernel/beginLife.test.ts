import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { beginLife, endLife } from "../../kernel/server/lastEnd.ts";

describe("the note that a kernel leaves beside its connection file", () => {
  let file: string;
  let folder: string;
  const { directory, filename, reportOnFatalError } = process.report;
  const { constrainedMemory } = process;
  const { MEM_LIMIT } = process.env;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "life-"));
    file = join(folder, "kernel.json");
    process.constrainedMemory = () => 0; // unknown
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
    process.constrainedMemory = constrainedMemory;
    Object.assign(process.report, { directory, filename, reportOnFatalError });
    if (MEM_LIMIT === undefined) delete process.env.MEM_LIMIT;
    else process.env.MEM_LIMIT = MEM_LIMIT;
  });

  /** What a kernel says whose forerunner has left this. */
  function words(life: string, event?: string): string | undefined {
    writeFileSync(`${file}.alive`, life);
    if (event) writeFileSync(`${file}.report`, JSON.stringify({ header: { event } }));
    return beginLife(file);
  }
  const gone = () => spawnSync(process.execPath, ["--version"]).pid;
  /** A life in which the system has ended one process at least. */
  const killed = () => JSON.stringify({ pid: gone(), oomKills: -1 });
  const REST = ": its variables are gone. Run the cells again, and keep less at a time.\n";

  it("tells why it ended, and the limit, where there is one", () => {
    const full = "The kernel before this one ended as memory was full";
    for (const [limit, text] of [
      ["700000000", " (its limit is 700 MB)"],
      [String(2 ** 59), " (its limit is 576460752303 MB)"],
      ["700600000", " (its limit is 701 MB)"],
      ["0", ""],
      [String(2 ** 60), ""],
    ]) {
      process.env.MEM_LIMIT = limit;
      expect(words(killed())).to.equal(`${full}${text}, and the system ended it${REST}`);
    }
    process.constrainedMemory = () => 5e8;
    expect(words(killed())).to.contain(" (its limit is 500 MB)");
    const life = JSON.stringify({ pid: gone(), oomKills: Number.MAX_SAFE_INTEGER });
    const heap = words(life, "Allocation failed - JavaScript heap out of memory");
    expect(heap).to.equal(`The kernel before this one ended as its heap was full${REST}`);
    expect(existsSync(`${file}.report`)).to.equal(false);
  });

  it("tells nothing of one that runs, was shut down, or ended otherwise, nor of a damaged note", () => {
    expect(beginLife(file)).to.equal(undefined);
    expect(words(JSON.stringify({ pid: process.pid, oomKills: -1 }))).to.equal(undefined);
    const life = JSON.stringify({ pid: gone(), oomKills: Number.MAX_SAFE_INTEGER });
    expect(words(life)).to.equal(undefined);
    expect(words(life, "Signal")).to.equal(undefined);
    const { oomKills } = JSON.parse(readFileSync(`${file}.alive`, "utf8"));
    expect(words(JSON.stringify({ pid: gone(), oomKills }))).to.equal(undefined);
    expect(words('{"pid":')).to.equal(undefined);
    expect(JSON.parse(readFileSync(`${file}.alive`, "utf8"))).to.include({ pid: process.pid });
    if (process.platform !== "win32") {
      expect(statSync(`${file}.alive`).mode & 0o777, "for others to read").to.equal(0o600);
    }
    expect(process.report).to.include({
      ...{ directory: folder, filename: "kernel.json.report", reportOnFatalError: true },
    });
    endLife(file);
    for (const kind of ["alive", "report"]) expect(existsSync(`${file}.${kind}`)).to.equal(false);
  });
});
