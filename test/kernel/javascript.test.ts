import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import type { Kernel } from "./client.ts";
import { type Row, tryRows } from "./peers/tryRows.ts";
import { sharedKernel } from "./shared.ts";

// biome-ignore format: a row is a line
const rows: Row[] = [
  ["gives a variable values of several types", ["let loose = 10; loose = 'hello'", "loose + 1"], ["'hello'", "'hello1'"]],
  ["adds properties to objects, arrays and functions", ["const o = {}; o.one = 1; const list = []; list.sum = 2; function fn() {} fn.three = 3; 0", "0", "o.one + list.sum + fn.three"], ["0", "0", "6"]],
  ["knows classes that are functions with a prototype", ["function Person(name) { this.name = name }\nPerson.prototype.greet = function () { return 'I am ' + this.name }; 0", "0", "new Person('Ada').greet()"], ["0", "0", "'I am Ada'"]],
  ["knows fields that only a constructor assigns", ["class Point { constructor(x) { this.x = x } get twice() { return this.x * 2 } }", "const point = new Point(4); point.y = 1; point.x + point.twice + point.y"], [undefined, "13"]],
  ["calls functions with fewer arguments than they name", ["const add = (a, b = 1) => a + b; add(1)", "add(1, 2) + add(3)"], ["2", "7"]],
  ["requires built-in modules, whole and in parts", ["const fs = require('fs'); const { join } = require('path'); 0", "0", "fs.existsSync(join(__dirname, 'no')) "], ["0", "0", "false"]],
  ["imports by default, by name and at run time", ["import os, { cpus } from 'node:os'; const { EOL } = await import('node:os'); 0", "0", "typeof os.cpus + typeof cpus + EOL.length"], ["0", "0", "'functionfunction1'"]],
  ["requires and imports JavaScript beside the notebook", ["const { f } = require('./script.js'); import seven, { g } from './module.mjs'; f(g(seven))", "f(1) + g(seven)"], ["15", "16"]],
  ["keeps what a cell assigns without a declaration", ["undeclared = 5", "undeclared + 1"], ["5", "6"]],
  ["assigns to names of earlier cells by destructuring", ["let p = 1, q = 2; 0", "[p, q] = [q, p]; ({ p, q } = { p: p * 10, q }); [p, q]"], ["0", "[ 20, 1 ]"]],
  ["calls functions without an object as scripts do", ["(function () { return this === globalThis })()", "typeof this"], ["true", "'object'"]],
  ["runs what only strict mode forbids", ["var package = { name: 'p' }; package.name", "package.name + 010", "with ({ inner: 3 }) { var outer = inner } outer", "function twice(a, a) { return a } twice(1, 2)"], ["'p'", "'p8'", "3", "2"]],
  ["obeys a cell that asks for strict mode", ["// strict\n'use strict'; neverDeclared = 3"], [/^ReferenceError: neverDeclared is not defined(.|\n)*at cell \d+:2:\d+/]],
  ["redeclares what an earlier cell declared", ["const again = 1; class Again {}", "const again = () => 'f'; function Again() { return 'g' }", "again() + Again()"], [undefined, undefined, "'fg'"]],
  ["awaits at the top", ["const four = await Promise.resolve(4); four", "four + 1"], ["4", "5"]],
  ["shows where a missing name stands", ["missing(1) + missing(2)"], [/^ReferenceError: missing is not defined(.|\n)*missing\(1\) \+ missing\(2\)\n {2}\^\n {4}at cell \d+:1:1$/]],
  ["refuses a type annotation", ["let typed: number = 5"], [/^SyntaxError: 1:12 - Type annotations can only be used in TypeScript files\./]],
  ["refuses an interface, an enum and a type assertion", ["interface I {}", "enum E { a }", "const n = 3 as number"], [/^SyntaxError: 1:11 - 'interface' declarations/, /^SyntaxError: 1:6 - 'enum' declarations/, /^SyntaxError: 1:16 - Type assertion/]],
  ["refuses two declarations of a name in a cell", ["let y = 1; let y = 2"], [/^SyntaxError: 1:5 - Cannot redeclare block-scoped variable 'y'/]],
  ["refuses a return outside functions", ["if (1) return 5", "[1].map(() => { return 2 })"], [/^SyntaxError: 1:8 - A 'return' statement can only be used within a function body\./, "[ 2 ]"]],
  ["says what takes the place of other kernels' names", ["$$.async()", "Deno.version"], [/^ReferenceError: `\$\$` is ijavascript's: here `import \{ display \} from "tslab"`/, /^ReferenceError: `Deno` is there in Deno alone: this kernel runs Node.js/]],
  ["says how to install what is missing", ["require('never-installed')"], [/^Error: Cannot find module 'never-installed': run `npm i never-installed` in /]],
  ["takes types from comments, and only tells them", ["/** @type {number} */\nlet noted = 3; noted = 's'"], ["'s'"]],
];

describe("the JavaScript kernel", () => {
  let kernel: Kernel;
  before(async () => {
    kernel = await sharedKernel("javascript");
    const script = "total = 3; module.exports = { f }; function f(x) { return x + total - 2 }";
    await writeFile(path.join(kernel.folder, "script.js"), script);
    const module = "export default 7; export const g = (x) => x * 2;";
    await writeFile(path.join(kernel.folder, "module.mjs"), module);
  });

  it("says what it is", async () => {
    const { reply } = await kernel.request("kernel_info");
    expect(reply?.language_info).to.deep.equal({
      name: "javascript",
      version: process.versions.node,
      mimetype: "text/javascript",
      file_extension: ".js",
      pygments_lexer: "javascript",
      codemirror_mode: "javascript",
    });
    expect(reply?.banner).to.match(/^JavaScript/);
  });

  it("completes and inspects names, with types from values and from comments", async () => {
    await kernel.run("const bag = { alpha: 1 }; const fs2 = require('fs'); 0");
    await kernel.run("/** Adds. @param {number} a */\nfunction plus(a, b) { return a * b }");
    const matches = async (code: string) =>
      (await kernel.request("complete", { code, cursor_pos: code.length })).reply?.matches;
    expect(await matches("bag.")).to.deep.equal(["alpha"]);
    expect(await matches("fs2.existsS")).to.deep.equal(["existsSync"]);
    expect(await matches("pl")).to.include("plus");
    const { reply } = await kernel.request("inspect", { code: "plus", cursor_pos: 1 });
    const text = "function plus(a: number, b: any): number\n\nAdds.\n@param a";
    expect(reply?.data).to.deep.equal({ "text/plain": text });
  });

  it("knows when a cell is complete, and that types are none of JavaScript", async () => {
    const status = async (code: string) =>
      (await kernel.request("is_complete", { code })).reply?.status;
    expect(await status("function f() {")).to.equal("incomplete");
    expect(await status("let x = 1")).to.equal("complete");
    expect(await status("let x: number = 1")).to.equal("invalid");
  });
});

tryRows("the JavaScript kernel, running cells", rows, "javascript");
