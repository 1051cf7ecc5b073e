/** What the kernel owes for a cell. */
export interface Due {
  /** The error that ends it; none if left out. */
  error?: RegExp;
  /** Its result as text. */
  result?: string;
  /** What it prints: stderr is folded into stdout. */
  text?: RegExp | string;
}

/** A submission of a small course: two answers, each with its check. */
export interface Student {
  /** What the submission does. */
  name: string;
  conv?: string;
  convCheck?: string;
  pool?: string;
  /** What is due other than a cell that ends well and prints nothing. */
  due: Partial<Record<keyof typeof right, Due>>;
}

const BODY = `const out: number[] = [];
  for (let i = 0; i + w.length <= x.length; i += stride)
    out.push(w.reduce((sum, wk, k) => sum + wk * x[i + k], 0));
  return out;`;

/** The convolution with a statement before its body. */
const conv = (first: string, body: string = BODY): string =>
  `function conv1d(x: number[], w: number[], stride = 1): number[] {\n  ${first}\n  ${body}\n}`;

const pool = (first: string): string =>
  `async function pool(x: number[], k: number): Promise<number[]> {
  ${first}
  const out: number[] = [];
  for (let i = 0; i < x.length; i += k)
    out.push(x.slice(i, i + k).reduce((a, b) => a + b, 0) / k);
  return out;
}`;

const STUB = 'throw new Error("not written yet");';
const WRONG_STRIDE = conv("", BODY.replace("i += stride", "i++"));

/** The cells of a right submission. */
export const right = {
  conv: conv(""),
  convCheck: `assert.deepStrictEqual(conv1d([1, 2, 3, 4], [1, -1]), [-1, -1, -1]);
assert.deepStrictEqual(conv1d([1, 2, 3, 4, 5], [1, 1], 2), [3, 7]);`,
  pool: pool(""),
  poolCheck: `const same = (a: number[], b: number[]) => JSON.stringify(a) === JSON.stringify(b);
let points = 0;
if (same(await pool([1, 3, 5, 7], 2), [2, 6])) points += 3;
if (same(await pool([1, 3, 5], 2), [2, 2.5])) points += 2;
points;`,
};

const unequal: Due = { error: /^AssertionError/ };
const untranslated: Due = { error: /^TypeScriptError/ };
const stray: Due = { text: /^Error: stray\n/ };
const refused = (call: string): Due => ({
  error: new RegExp(`^Error: process\\.${call}\\(.*\\) would end the kernel`),
});

const putBack = (name: string): string =>
  `A cell has replaced the built-in ${name}, which the kernel needs: it is put back.\n`;

const lines = Array.from({ length: 20_000 }, (_, i) => `line ${i}\n`).join("");

const calls = (name: "exit" | "abort" | "reallyExit"): Student => ({
  name: `calls process.${name}`,
  conv: conv(`(process as any).${name}(0);`),
  due: { convCheck: refused(name) },
});

/** Submissions that end by themselves, one of each kind. */
export const students: Student[] = [
  { name: "is right", due: {} },
  {
    name: "is wrong in both answers",
    conv: WRONG_STRIDE,
    pool: pool("").replace("/ k)", "/ x.slice(i, i + k).length)"),
    due: { convCheck: unequal, poolCheck: { result: "3" } },
  },
  {
    name: "is untouched",
    conv: conv(STUB, ""),
    pool: pool(STUB),
    due: {
      convCheck: { error: /^Error: not written yet$/ },
      poolCheck: { error: /^Error: not written yet$/ },
    },
  },
  {
    name: "throws after its declaration",
    conv: `${conv("")}\nthrow new Error("after the declaration");`,
    due: { conv: { error: /^Error: after the declaration$/ } },
  },
  {
    name: "warns on stderr",
    conv: conv('console.error("warning: slow");'),
    due: { convCheck: { text: /^(warning: slow\n){2}$/ } },
  },
  {
    name: "rejects a promise that nobody awaits while a check waits",
    pool: pool(
      'void Promise.reject(new Error("stray")); await new Promise((end) => setTimeout(end, 50));',
    ),
    due: { poolCheck: { result: "5", ...stray } },
  },
  calls("reallyExit"),
  {
    name: "replaces assert.deepStrictEqual",
    conv: `${WRONG_STRIDE}\n(require("node:assert") as any).deepStrictEqual = () => {};`,
    due: { conv: { error: /^TypeError: Cannot assign to read only/ }, convCheck: unequal },
  },
  {
    name: "replaces JSON.stringify",
    conv: `${WRONG_STRIDE}\n(JSON as any).stringify = () => "same";`,
    pool: pool("return [];"),
    due: {
      conv: { text: putBack("JSON.stringify") },
      convCheck: unequal,
      poolCheck: { result: "0" },
    },
  },
  {
    name: "replaces Array.prototype.filter and throws",
    conv: `Array.prototype.filter = function () { return [1] as any; };\n${conv("")}\nthrow new Error("boom");`,
    due: { conv: { error: /^Error: boom$/, text: putBack("Array.prototype.filter") } },
  },
  {
    name: "prints a tick each millisecond from its answer on",
    pool: `${pool("")}\nsetInterval(() => console.error("tick"), 1);`,
    due: { pool: { text: /^(tick\n)*$/ }, poolCheck: { result: "5", text: /^(tick\n)*$/ } },
  },
];

/** More of them, each near to one of those. */
export const more: Student[] = [
  {
    name: "throws",
    conv: conv('throw new RangeError("boom");'),
    due: { convCheck: { error: /^RangeError: boom$/ } },
  },
  {
    name: "has a type error",
    conv: conv("").replace("out.push(w", 'out.push("3" + w'),
    due: { conv: untranslated, convCheck: untranslated },
  },
  {
    name: "has another check in place of the course's",
    conv: WRONG_STRIDE,
    convCheck: "const nothing = 1;",
    due: {},
  },
  {
    name: "prints 20,000 lines",
    conv: conv('for (let i = 0; i < 20000; i++) console.log("line", i);'),
    convCheck: "assert.deepStrictEqual(conv1d([1, 2], [1]), [1, 2]);",
    due: { convCheck: { text: lines } },
  },
  {
    name: "rejects a promise that nobody awaits",
    conv: conv('void Promise.reject(new Error("stray"));'),
    due: { convCheck: stray },
  },
  {
    name: "calls process.exit before its body",
    conv: conv("process.exit(0);"),
    due: { conv: untranslated, convCheck: untranslated },
  },
  calls("exit"),
  calls("abort"),
  {
    name: "kills the kernel's process",
    conv: conv("process.kill(process.pid, 9);"),
    due: { convCheck: refused("kill") },
  },
  {
    name: "listens for SIGINT",
    pool: `${pool("")}\nprocess.on("SIGINT", () => {});`,
    due: {},
  },
  {
    name: "reads folders and opens a socket",
    conv: `import * as fs from "node:fs"; import * as net from "node:net";
${conv('fs.readdirSync(".."); net.createServer().listen(0, "127.0.0.1").unref();')}`,
    due: {},
  },
  {
    name: "makes a global assert of its own",
    conv: `${WRONG_STRIDE}\n(globalThis as any).assert = { deepStrictEqual() {} };`,
    due: { convCheck: unequal },
  },
  {
    name: "makes a global cmpOps of its own",
    conv: '(globalThis as any).cmpOps = () => "forged";',
    convCheck:
      'import { cmpOps } from "lib/ops"; assert.strictEqual(String(cmpOps).includes("forged"), false);',
    due: {},
  },
  {
    name: "replaces an export of lib",
    conv: 'Object.defineProperty(require("lib/ops"), "cmpOps", { value: () => "forged" });',
    convCheck:
      'import { cmpOps } from "lib/ops"; assert.strictEqual(String(cmpOps).includes("forged"), false);',
    due: { conv: { error: /^TypeError: Cannot redefine/ } },
  },
];

const overrun = "the cell ran longer than CNN_CELL_SECONDS=\\d+ allows";
const interrupted: Due = {
  error: /^KeyboardInterrupt: interrupted$/,
  text: new RegExp(`^${overrun}: it is interrupted\\.\n$`),
};

/** Submissions of which a cell would not end. */
export const endless: Student[] = [
  {
    name: "loops for ever",
    conv: conv("while (true) {}"),
    due: { convCheck: interrupted },
  },
  {
    name: "loops for ever after an await",
    pool: pool("await null; while (true) {}"),
    due: { poolCheck: interrupted },
  },
  {
    name: "awaits what never comes",
    pool: pool("await new Promise(() => {});"),
    due: { poolCheck: interrupted },
  },
  {
    name: "waits for another program",
    conv: conv('require("node:child_process").execSync("sleep 60");'),
    due: { convCheck: interrupted },
  },
  {
    name: "prints for ever",
    conv: conv('while (true) console.log("x".repeat(100));'),
    due: {
      convCheck: {
        error: /^KeyboardInterrupt: interrupted$/,
        text: /^(x{100}\n)+x*\n?… the output of this cell is cut at 2 MB/,
      },
    },
  },
];

/** It waits where no interrupt reaches it: the kernel ends. */
export const unreachable: Student = {
  name: "waits for a program that cannot be interrupted",
  conv: conv(`require("node:child_process").execSync("trap '' INT; sleep 60");`),
  due: {
    convCheck: {
      error: /^KeyboardInterrupt: interrupted$/,
      text: new RegExp(`such as for a program in execSync\\. As ${overrun}, the kernel ends\\.\n$`),
    },
  },
};
