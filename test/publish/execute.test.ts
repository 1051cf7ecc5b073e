import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Figure } from "lib/plot";
import { execute } from "../../publish/execute.ts";
import { work } from "../../scripts/setup/project.mjs";
import { saidErrors } from "../saidErrors.ts";

const NOTEBOOK = { cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 };
const at = (cell: number, more: object = {}) => ({ cell, of: 3, id: `id-${cell}`, ...more });

describe("a notebook that is executed", () => {
  let folder: string;
  const said = saidErrors();
  before(async function () {
    if (process.platform === "win32") {
      console.log(
        "      skipped: a script of Node.js stands in for Python, which Windows does not start",
      );
      this.skip();
    }
    await mkdir(work, { recursive: true });
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "execute-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const left = async () => (await readdir(work)).filter((name) => name.startsWith("run-"));
  /** Executes it by a program that says this and then does that. */
  const run = async (
    told: object[],
    end = "",
    {
      draw = async (_: Figure): Promise<unknown> => undefined,
      signal = new AbortController().signal,
    } = {},
  ) => {
    const python = join(folder, "python");
    const lines = told.map((line) => JSON.stringify(line)).join("\n");
    const write = `require("fs").writeFileSync(output, JSON.stringify({ ...${JSON.stringify(NOTEBOOK)}, given: notebook }))`;
    const text = `#!${process.execPath}
const [script, notebook, output] = process.argv.slice(2);
require("fs").writeFileSync(${JSON.stringify(join(folder, "pid"))}, String(process.pid));
console.log(${JSON.stringify(lines)});
${end || write};`;
    await writeFile(python, text, { mode: 0o755 });
    const before = await left();
    try {
      return await execute(python, folder, "1.0-a", signal, draw);
    } finally {
      expect(await left()).to.deep.equal(before);
      const pid = Number(await readFile(join(folder, "pid"), "utf8"));
      expect(() => process.kill(pid, 0), "it has ended").to.throw("ESRCH");
    }
  };
  const refusal = (...given: Parameters<typeof run>) =>
    run(...given).then(String, ({ name, message }: Error) => `${name}: ${message}`);
  const STAYS = "\n\nNothing was published: the site is as it was.";

  it("gives what it has become, and how long it took", async () => {
    const { run: ran, seconds } = await run([at(1), at(2), at(3)]);
    expect(ran).to.deep.equal({ ...NOTEBOOK, given: join(folder, "1.0-a.ipynb") });
    expect(seconds).to.be.within(0.001, 600);
    expect(said[0]).to.equal("1.0-a: the kernel starts");
    expect(said.at(-1)).to.match(/^1\.0-a: executed in \d+ s$/);
  });

  it("has its figures drawn as they come", async () => {
    const drawn: Figure[] = [];
    const figures = [
      { data: [], layout: { height: 1 } },
      { data: [], layout: { height: 2 } },
    ];
    await run([at(1), at(1, { figures })], "", { draw: async (figure) => drawn.push(figure) });
    expect(drawn).to.deep.equal(figures);
  });

  it("says at which cell it is", async () => {
    const { isTTY, write } = process.stderr;
    let shown = "";
    process.stderr.isTTY = true;
    process.stderr.write = (text) => {
      shown += text;
      return true;
    };
    try {
      await run([at(1), at(2, { figures: [] })]);
    } finally {
      Object.assign(process.stderr, { isTTY, write });
    }
    expect(shown).to.include("1.0-a: cell 1 of 3, id-1, 0 s");
    expect(shown).not.to.include("id-2");
  });

  it("stops at a figure that cannot be published, at once", async () => {
    const draw = async () => {
      throw new Error("It says nothing.");
    };
    const waits = "setTimeout(() => {}, 100_000)";
    expect(await refusal([at(2, { figures: [{}] })], waits, { draw })).to.equal(
      `Error: 1.0-a, cell 2: the figure of id-2 cannot be published\n\nIt says nothing.${STAYS}`,
    );
  });

  it("stops at a cell that fails, and names its line", async () => {
    const failure = "RangeError: boom";
    for (const [traceback, place] of [
      ["boom\n    at cell 3:7:1\n    at cell 2:5:9", "cell 2, line 5"],
      ["4:2 - error TS1: No.", "cell 2, line 4"],
      ["Type checks:\n4:2 - error TS1: No.", "cell 2, line 4"],
      ["boom\n    at cell 12:7:1", "cell 2"],
      ["boom", "cell 2"],
    ]) {
      expect(await refusal([at(2, { failure, traceback })]), traceback).to.equal(
        `Error: 1.0-a, ${place}: ${failure}\n\n${traceback}${STAYS}`,
      );
    }
  });

  it("says the last of what was complained of where it does not come to its end", async () => {
    const complains = `for (let i = 1; i <= 20; i++) console.error("line " + i); process.exitCode = 3`;
    const last = Array.from({ length: 12 }, (_, i) => `line ${i + 9}`).join("\n");
    expect(await refusal([at(1)], complains)).to.equal(
      `Error: 1.0-a was not executed to its end.\n\n${last}`,
    );
  });

  it("says so where there is no Python", async () => {
    const none = join(folder, "none");
    const message = await execute(
      none,
      folder,
      "1.0-a",
      new AbortController().signal,
      async () => {},
    ).then(String, (problem: Error) => problem.message);
    expect(message).to.match(/^1\.0-a was not executed to its end\.\n\nspawn .*none ENOENT$/);
  });

  it("ends when it is stopped", async () => {
    const stopping = new AbortController();
    const draw = async () => stopping.abort();
    const waits = "setTimeout(() => {}, 100_000)";
    const given = { draw, signal: stopping.signal };
    expect(await refusal([at(1, { figures: [{}] })], waits, given)).to.match(
      /^Error: 1\.0-a was not executed to its end\.\n\nThe operation was aborted/,
    );
  });
});
