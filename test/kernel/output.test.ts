import { expect } from "chai";
import type { Kernel } from "./client.ts";
import { sharedKernel } from "./shared.ts";

/** What is due when a cell's last statement has run; each prints `due`. */
const DUE = {
  "a promise's callback": "Promise.resolve().then(() => console.log('due'))",
  "a chain of ten": `let chain = Promise.resolve();
    for (let i = 0; i < 9; i++) chain = chain.then(() => {});
    chain.then(() => console.log("due"))`,
  "an async function's rest": "(async () => { await null; await null; console.log('due') })()",
  queueMicrotask: "queueMicrotask(() => console.log('due'))",
  nextTick: "process.nextTick(() => console.log('due'))",
  "nextTick in a microtask":
    "queueMicrotask(() => process.nextTick(() => queueMicrotask(() => console.log('due'))))",
  "a promise, of a cell that awaits":
    "await null; Promise.resolve().then(() => console.log('due'))",
  "a promise, of a cell that throws":
    "Promise.resolve().then(() => console.log('due')); throw new Error('no')",
  "a rejection": "Promise.reject('due')",
};

/** Cells that write, past `process.stdout.write`, what is expected of stdout. */
const WRITTEN: Record<string, [code: string, text: string]> = {
  "spawnSync's inherited output": ["spawnSync(node, ['-e', 'console.log(1)'], inherit)", "1\n"],
  "execSync's inherited output": [`execSync("echo hi", inherit)`, "hi\n"],
  "spawn's inherited output, awaited": [
    "await once(spawn(node, ['-e', 'console.log(2)'], inherit), 'exit')",
    "2\n",
  ],
  "an inherited output by its number": [
    "spawnSync(node, ['-e', 'console.log(3)'], { stdio: ['ignore', 1, 2] })",
    "3\n",
  ],
  "output before and after a child process": [
    "console.log('a'); spawnSync(node, ['-e', 'console.log(4)'], inherit); console.log('b')",
    "a\n4\nb\n",
  ],
  "fs.writeSync among console.log": [
    "console.log('a'); fs.writeSync(1, 'é'); console.log('b'); fs.writeSync(1, Buffer.from('xyz'), 1, 1)",
    "a\néb\ny",
  ],
  "fs.writeSync by options": [
    `const write = (text: string, options: any) => fs.writeSync(1, Buffer.from(text), options);
     write("abcdef", { offset: 2, length: 3 }); write("gh", { offset: 1 }); write("i", null)`,
    "cdehi",
  ],
  "fs.writeSync to a file": [
    `const opened = fs.openSync("written", "w+");
     fs.writeSync(opened, "abc", 1);
     console.log(fs.readFileSync("written", "utf8"));
     fs.closeSync(opened); fs.rmSync("written")`,
    "\0abc\n",
  ],
  "what native code writes": ["fs.writeFileSync('/dev/fd/1', 'native')", "native"],
  "200 KB of a child process": [
    `execSync(node + " -e 'process.stdout.write(\`é\`.repeat(100000))'", inherit)`,
    "é".repeat(100_000),
  ],
};

/** What is written to stdout, as the cell's text shows it. */
const DECODED: Record<string, [code: string, text: string]> = {
  "single bytes": [
    "for (const byte of Buffer.from('é😀')) process.stdout.write(new Uint8Array([byte]))",
    "é😀",
  ],
  "hexadecimal digits": ["process.stdout.write('616263', 'hex')", "abc"],
  base64: ["process.stdout.write('w6k=', 'base64')", "é"],
  latin1: ["process.stdout.write('abc', 'latin1')", "abc"],
  "a child's pipe with characters across its chunks": [
    `const child = spawn(node, ["-e", "process.stdout.write('a' + 'é'.repeat(100000))"]);
     child.stdout.pipe(process.stdout);
     await once(child, "close")`,
    `a${"é".repeat(100_000)}`,
  ],
  "the end of a stream": ["process.stdout.end('bye'); process.stdout.write('!')", "bye!"],
  "a cut character before a text": [
    "process.stdout.write(Buffer.from('é').subarray(0, 1)); process.stdout.write('x')",
    "\ufffdx",
  ],
};

describe("the kernel, with what cells write", () => {
  let kernel: Kernel;
  before(async () => {
    kernel = await sharedKernel();
    await kernel.run(`
      import fs from "node:fs";
      import { once } from "node:events";
      import { execSync, spawn, spawnSync } from "node:child_process";
      const node = process.execPath;
      const inherit = { stdio: "inherit" as const }`);
  });

  for (const [what, code] of Object.entries(DUE)) {
    it(`publishes what ${what} prints before the cell is idle`, async () => {
      const answer = await kernel.run(`${code};`);
      expect(answer.text() + answer.text("stderr")).to.equal("due\n");
    });
  }

  it("gives to the running cell what a timer of an earlier one prints", async () => {
    await kernel.run(`
      let goOn: (() => void) | undefined;
      const timer = setInterval(() => {
        if (!goOn) return;
        clearInterval(timer);
        console.log("late");
        goOn();
      }, 1);`);
    const next = await kernel.run("await new Promise<void>((resolve) => (goOn = resolve));");
    expect(next.text()).to.equal("late\n");
  });

  it("shows the last value as it was when the cell's last statement had run", async () => {
    const answer = await kernel.run("const list = [1]; queueMicrotask(() => list.push(2)); list");
    expect(answer.result).to.equal("[ 1 ]");
    expect((await kernel.run("list.length")).result).to.equal("2");
  });

  for (const [what, [code, text]] of Object.entries(WRITTEN)) {
    it(`shows ${what}`, async function () {
      if (process.platform === "win32") this.skip(); // has no pipes with names
      const answer = await kernel.run(`${code};`);
      expect(answer.error).to.equal(undefined);
      expect(answer.text()).to.equal(text);
    });
  }

  it("shows a child's inherited stderr as stderr", async function () {
    if (process.platform === "win32") this.skip(); // has no pipes with names
    const answer = await kernel.run("spawnSync(node, ['-e', 'console.error(5)'], inherit);");
    expect(answer.text("stderr")).to.equal("5\n");
  });

  for (const [what, [code, text]] of Object.entries(DECODED)) {
    it(`reads ${what}`, async () => {
      expect((await kernel.run(`${code};`)).text()).to.equal(text);
    });
  }
});
