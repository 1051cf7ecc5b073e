import { expect } from "chai";
import { LivePage, LiveSite, textOf } from "./livePage.ts";
import { suiteBrowser } from "./suiteBrowser.ts";

/** Cells of a page; what is run with another source was edited by the reader. */
const CELLS = [
  { id: "a", source: "const factor: number = 3;\nlet count = 0;\nconst next = () => ++count;" },
  // biome-ignore lint/suspicious/noTemplateCurlyInString: source of a cell
  { id: "b", source: "console.log(`factor ${factor}`);\nnext() * factor" },
  {
    id: "c",
    source:
      'function deep(n: number): never {\n  if (n === 0) throw new RangeError("too deep");\n  return deep(n - 1);\n}\ndeep(2)',
  },
  { id: "d", source: "await new Promise(() => {})" },
];
const [A, B, C] = CELLS.map(({ source }) => source);

/** A cell with a worker that writes into shared memory before it answers, and one that fails. */
const WORKERS = `const start = (script: string) =>
  new Worker(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
const worker = start("onmessage = ({ data }) => postMessage('heard ' + (data[0] = 7));");
const heard = new Promise((resolve) => worker.addEventListener("message", ({ data }) => resolve(data)));
const state = new Int32Array(new SharedArrayBuffer(4));
worker.postMessage(state);
const end = performance.now() + 5000;
while (Atomics.load(state, 0) === 0 && performance.now() < end);
const broken = start("throw new Error('broken');");
const failed = new Promise((resolve) => { broken.onerror = ({ message }) => resolve(message); });
[state[0], await heard, await failed]`;

describe("the kernel of a page", function () {
  this.timeout(120_000);
  const browser = suiteBrowser();
  let site: LiveSite;
  let shared: LiveSite;
  let live: LivePage;

  before(async () => {
    site = await LiveSite.make({ page: CELLS });
    shared = await site.isolated();
    live = await LivePage.open(browser(), site, "page");
  });
  after(async () => {
    await shared?.remove();
    await site?.remove();
  });

  it("loads nothing but its page before a cell is run", () => {
    expect(site.loaded).to.deep.equal(["/page.html", "/page.js"]);
  });

  it("runs cells that share their names, shows what they print and give", async () => {
    expect(await live.run("a", A)).to.deep.equal({ state: "done", outputs: [] });
    const { state, outputs } = await live.run("b", B);
    expect(state).to.equal("done");
    expect(outputs.map(textOf)).to.deep.equal(["factor 3\n", "3"]);
    expect(outputs[1]).to.include({ output_type: "execute_result", execution_count: 2 });
  });

  it("runs what is shown: an edited cell, and the cell as it was again", async () => {
    expect(textOf((await live.run("b", "count * 100 as number")).outputs[0])).to.equal("100");
    await live.run("a", A.replace("3", "5"));
    expect((await live.run("b", B)).outputs.map(textOf)).to.deep.equal(["factor 5\n", "5"]);
  });

  it("names cell, line and column of the source in errors, in published and in edited cells", async () => {
    for (const source of [C, `${C} `]) {
      const { state, outputs } = await live.run("c", source);
      expect(state).to.equal("failed");
      expect(outputs[0]).to.include({
        output_type: "error",
        ename: "RangeError",
        evalue: "too deep",
        cell: 3,
        line: 2,
        column: 22,
      });
      expect(textOf(outputs[0])).to.match(
        /^RangeError: too deep\n.*if \(n === 0\) throw.*\n +\^\n/,
      );
      expect(textOf(outputs[0])).to.match(/ at deep \(cell 3:3:10\)\n(.*\n)* {4}at cell 3:5:1$/);
    }
  });

  it("says what a page cannot do: modules, names, questions, other hosts, evaluation", async () => {
    const texts: [source: string, text: RegExp][] = [
      [
        'import fs from "node:fs";\nfs',
        /^Error: Cannot find module 'node:fs' in this page, which has lib\/.*\n.*\n.*\n {4}at cell 2:1:1$/,
      ],
      [
        'import { Conv } from "lib/ops";\nnew Conv()',
        /^SyntaxError: Module 'lib\/ops' has no exported member 'Conv'/,
      ],
      [
        'prompt("name?")',
        /^Error: prompt: a page's cells cannot ask; write the value into the cell/,
      ],
      [
        "namespace A { export const x = 1 }",
        /^SyntaxError: `namespace` does not run in a cell that was edited/,
      ],
      ["factor = 1;", /^TypeError: Assignment to constant variable\./],
      ['eval("1")', /^EvalError: .*unsafe-eval/],
    ];
    for (const [source, text] of texts) {
      expect(textOf((await live.run("b", source)).outputs[0]), source).to.match(text);
    }
    const fetched =
      'await fetch("https://example.com").then(() => "came", ({ message }) => message)';
    expect(textOf((await live.run("b", fetched)).outputs[0])).to.equal("'Failed to fetch'");
    live.complaints.splice(0); // the browser's own, of the request
  });

  it("imports several times from one module", async () => {
    const source = `import { zeros } from "lib/ops";
import { tensor } from "lib/ops";
import * as ops from "lib/ops";
[typeof zeros, typeof tensor, ops.zeros === zeros]`;
    const { outputs } = await live.run("b", source);
    expect(textOf(outputs[0])).to.equal("[ 'function', 'function', true ]");
  });

  it("disposes of what `using` declares", async () => {
    const source = 'using r = { [Symbol.dispose]() { console.log("gone"); } };\n5';
    expect((await live.run("b", source)).outputs.map(textOf)).to.deep.equal(["gone\n", "5"]);
  });

  it("stops code that waits, and keeps the variables", async () => {
    const waiting = live.run("d", CELLS[3].source);
    await live.untilRunning();
    await live.stop();
    expect((await waiting).outputs[0]).to.include({ ename: "KeyboardInterrupt" });
    expect(textOf((await live.run("b", "factor")).outputs[0])).to.equal("5");
  });

  it("ends with its worker code that does not listen, and says that variables are gone", async () => {
    const running = live.run("b", "while (true) {}");
    await live.untilRunning();
    await live.stop();
    const { state, outputs } = await running;
    expect(state).to.equal("failed");
    expect(textOf(outputs[0])).to.match(
      /^Stopped: the cell did not answer, so the kernel was restarted/,
    );
    expect(await live.page.evaluate(() => window.bare.told.at(-1)?.type)).to.equal("restarted");
    expect(textOf((await live.run("b", "typeof factor")).outputs[0])).to.equal("'undefined'");
  });

  it("ends such code where memory is shared, and keeps the variables", async () => {
    const live = await LivePage.open(browser(), shared, "page");
    await live.run("a", A);
    const running = live.run("b", "let turns = 0;\nwhile (true) turns++;");
    await live.untilRunning();
    await live.stop();
    expect((await running).outputs[0]).to.include({ ename: "KeyboardInterrupt" });
    expect(textOf((await live.run("b", "[factor, turns > 1000]")).outputs[0])).to.equal(
      "[ 3, true ]",
    );
  });

  it("has the page start workers, even where a cell waits for them, and end them with it", async () => {
    const live = await LivePage.open(browser(), shared, "page");
    const { outputs } = await live.run("b", WORKERS);
    expect(outputs.map(textOf)).to.deep.equal(["[ 7, 'heard 7', 'Uncaught Error: broken' ]"]);
    expect(live.page.workers().length).to.equal(3);
    await live.page.evaluate(() => window.bare.kernel.restart());
    while (live.page.workers().length > 0) await live.page.waitForTimeout(20);
    expect(live.complaints).to.deep.equal([]);
  });

  it("has complained of nothing", () => {
    expect(live.complaints).to.deep.equal([]);
  });
});
