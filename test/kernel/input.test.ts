import { expect } from "chai";
import type { Kernel } from "./client.ts";
import { sharedKernel } from "./shared.ts";

const CREATE = "createInterface({ input: process.stdin, output: process.stdout })";

describe("the kernel, where a cell asks by readline", () => {
  let kernel: Kernel;
  before(async () => {
    kernel = await sharedKernel();
    await kernel.run(`
      import readline, * as callbacks from "node:readline";
      import { createInterface } from "readline/promises";
      import { promisify } from "node:util";
      import { once } from "node:events";
      import { Readable } from "node:stream";
      import fs, { createReadStream, readFileSync, readSync } from "node:fs";
      import { execFileSync, spawn } from "node:child_process";
      const later = ${CREATE};
      const called = callbacks.${CREATE};`);
  });

  const answers = ["Ada", "Lovelace"];
  for (const [title, code, texts, result] of [
    ["with promises", "await later.question('who? ')", ["who? "], "'Ada'"],
    [
      "with promises, several times",
      "[await later.question('first? '), await later.question('last? ', {})]",
      ["first? ", "last? "],
      "[ 'Ada', 'Lovelace' ]",
    ],
    [
      "with callbacks, one in another",
      `called.question("first? ", (first) => {
         called.question("last? ", {}, (last) => console.log(first, last));
       });`,
      ["first? ", "last? "],
      "Ada Lovelace\n",
    ],
    [
      "with callbacks made promises",
      "await promisify(called.question).call(called, 'who? ')",
      ["who? "],
      "'Ada'",
    ],
    [
      "by stdin as an argument of its own",
      "await readline.promises.createInterface(process.stdin).question('who? ')",
      ["who? "],
      "'Ada'",
    ],
  ] as const) {
    it(`puts the question to the user: ${title}`, async () => {
      const requests = texts.map(() => kernel.message("input_request")); // in their order
      const cell = kernel.run(code, { allow_stdin: true });
      for (const [index, request] of requests.entries()) {
        kernel.answer(await request, answers[index]);
      }
      const answer = await cell;
      expect(answer.result ?? answer.text()).to.equal(result);
    });
  }

  for (const code of [
    "called.on('line', console.log)",
    "for await (const line of called) console.log(line)",
    "await once(called, 'line')",
    "new (readline as any).Interface({ input: process.stdin })",
    "process.stdin.on('data', console.log)",
    "for await (const part of process.stdin) console.log(part)",
    "process.stdin.pipe(process.stdout)",
    "process.stdin.resume().read()",
    "readFileSync(0, 'utf8')",
    "readFileSync('/dev/stdin')",
    "readSync(0, Buffer.alloc(1))",
    "for await (const part of createReadStream('/dev/stdin')) console.log(part)",
    "fs.createReadStream('', { fd: 0 }).on('data', console.log)",
    "fs.readFile('/dev/stdin', console.log)",
    "await fs.promises.readFile(new URL('file:///dev/stdin'))",
    "await promisify(fs.readFile)('/dev/fd/0')",
    "fs.openSync('/dev/tty', 'rs')",
  ]) {
    it(`says at once what to do instead of ${code}`, async () => {
      expect((await kernel.run(code)).error).to.match(/has no stdin to read; .*`prompt\("text"\)`/);
    });
  }

  it("shows child processes an empty stdin", async () => {
    const code = `
      const read = spawn("cat", { stdio: ["inherit", "pipe", "inherit"] });
      [String(execFileSync("cat", { stdio: ["inherit", "pipe", "inherit"] })), (await once(read, "close"))[0]]`;
    expect((await kernel.run(code)).result).to.equal("[ '', 0 ]");
  });

  it("reads files, whatever they are called", async () => {
    const code =
      "fs.writeFileSync('0', 'text'); [readFileSync('0', 'utf8'), await promisify(fs.readFile)('0', 'utf8')]";
    expect((await kernel.run(code)).result).to.equal("[ 'text', 'text' ]");
  });

  it("reads lines from anything else", async () => {
    const code = `
      const lines: string[] = [];
      for await (const line of createInterface({ input: Readable.from(["a\\nb\\n"]) }))
        lines.push(line);
      lines`;
    expect((await kernel.run(code)).result).to.equal("[ 'a', 'b' ]");
  });

  it("refuses where no user can be asked, and once it is closed", async () => {
    for (const question of ["await later.question('?')", "called.question('?', () => {})"]) {
      expect((await kernel.run(question)).error).to.contain(
        "readline's question: the program that runs this cell takes no input",
      );
    }
    expect((await kernel.run("later.close(); await later.question('?')")).error).to.equal(
      "Error: readline was closed",
    );
  });
});
