import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { startsAtOnce, startThread } from "../../lib/platform/threadsInNode.ts";

const file = (name: string) => new URL(name, import.meta.url).href;

describe("a thread of Node", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "thread-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  /** What a program says that starts one with these options, and then has nothing else to do. */
  const said = (options: string) => {
    const code = `
      import { startThread } from "${file("../../lib/dist/platform/threadsInNode.js")}";
      const listener = {
        message({ data }) { console.log(data); thread.end(); },
        died: (reason) => console.log(reason),
      };
      const thread = startThread(new URL("${file("echoInNode.mjs")}"), "data", listener${options});
      thread.post("hello");`;
    const program = join(folder, "program.mjs"); // what is passed on the command line threads get, too
    writeFileSync(program, code);
    return spawnSync(process.execPath, [program], { encoding: "utf8" }).stdout;
  };

  it("keeps its program alive until it ends, unless it helps alone", () => {
    const all = "data\nits worker thread ended with exit code 1\n";
    expect(said("")).to.equal(all);
    expect(said(", { isHelper: false }")).to.equal(all);
    expect(said(", { isHelper: true }")).to.equal("");
  });

  it("starts although the one that starts it waits, and says so", async () => {
    const begun = new Int32Array(new SharedArrayBuffer(4));
    const begin =
      'import { workerData } from "node:worker_threads"; Atomics.store(workerData, 0, 1); Atomics.notify(workerData, 0);';
    const script = new URL(`data:text/javascript,${encodeURIComponent(begin)}`);
    const thread = startThread(script, begun, { message() {}, died() {} }, { isHelper: true });
    expect(Atomics.wait(begun, 0, 0, 30_000) !== "timed-out").to.equal(startsAtOnce);
    await thread.end();
  });
});
